/* Drawings. Only one that can be seen moves; none does where the system asks for less motion, or when it was stopped here. */
import { button, h } from "./dom.js";
import { whileHere } from "./net.js";
import { words } from "./words.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
/* Addresses of the moving drawing, of its start and end, and of its end alone; the left side is the mirrored one. */
const moving = ({ figure, side }) => `${figure}?side=${side === "left" ? "left" : "right"}`;
const still = (exercise) => `${moving(exercise)}&view=still`;
const thumb = (exercise) => `${moving(exercise)}&view=thumb`;

const watcher = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) show(target, isIntersecting);
}, { threshold: 0.5 });

function show(picture, visible) {
  const wanted = visible && !calm.matches && picture.dataset.stopped !== "1" ? picture.dataset.moving : picture.dataset.still;
  if (picture.getAttribute("src") !== wanted) picture.setAttribute("src", wanted);
}

const empty = () => h("p", { class: "no-figure" }, words.exercise.no_figure);

/* A small still, for a list: a still costs no frame while the list is scrolled. */
export function thumbnail(exercise) {
  if (!exercise.figure) return h("span", { class: "plate thumb" }, empty());
  const picture = h("img", { src: thumb(exercise), alt: "", width: 104, height: 80, loading: "lazy", decoding: "async" });
  const plate = h("span", { class: "plate thumb" }, picture);
  picture.addEventListener("error", () => plate.replaceChildren(empty()), { once: true });
  return plate;
}

/* The large one, which moves while it is on the screen, with a button that stops it. */
export function movingFigure(exercise) {
  if (!exercise.figure) return h("div", { class: "plate large" }, empty());
  const picture = h("img", { src: still(exercise), alt: words.exercise.figure(exercise.name), width: 320, height: 240, "data-moving": moving(exercise), "data-still": still(exercise) });
  const stop = button(words.exercise.still, () => {
    picture.dataset.stopped = picture.dataset.stopped === "1" ? "" : "1";
    stop.textContent = picture.dataset.stopped ? words.exercise.moves : words.exercise.still;
    show(picture, true);
  }, "btn btn-s");
  const plate = h("div", { class: "plate large" }, picture, !calm.matches && stop);
  picture.addEventListener("error", () => { watcher.unobserve(picture); plate.replaceChildren(empty()); }, { once: true });
  watcher.observe(picture);
  return plate;
}

const CACHE = "enthesis-today-figures";

/* Keep the drawings of this plan for use without network, and no others. Nothing about the patient is in them. */
export async function keepFigures(exercises) {
  if (!("caches" in window)) return;
  const wanted = exercises.filter(({ figure }) => figure).flatMap((exercise) => [moving(exercise), still(exercise), thumb(exercise)]);
  const here = whileHere();
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    if (!wanted.includes(request.url.slice(location.origin.length))) await cache.delete(request);
  }
  for (const address of wanted) {
    if (here.aborted) return;
    if (await cache.match(address)) continue;
    const answer = await fetch(address, { signal: here }).catch(() => null);
    if (answer?.ok) await cache.put(address, answer);
  }
}
