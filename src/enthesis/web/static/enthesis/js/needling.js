/* Needling of a visit: forms are sent without leaving the page, the screen as it is answered, and a tap on the figure proposes a
   muscle. Every act is a plain form; without this file nothing is missing. */
import { svg } from "./body_chart/elements.js";
import { HEIGHT, WIDTH, loadFigure } from "./body_chart/figure.js";

const REACH = 14, PAUSE_MS = 450;
const root = () => document.getElementById("needling");
/* The words come translated with the page; what stands in braces is filled in here. */
const say = (what, parts = {}) => (root().dataset[what] ?? "").replace(/\{(\w+)\}/g, (_all, part) => parts[part] ?? "");
let sending = Promise.resolve(), changed = 0, timer = 0;

/* Put the new page in the place of the old: what was open stays open, what was scrolled stays where it was. */
function swap(text, kept) {
  const next = new DOMParser().parseFromString(text, "text/html");
  const fresh = next.getElementById("needling");
  if (!fresh) return false;
  const scrolled = new Map([...root().querySelectorAll(".nd-col")].map((c) => [c.id, c.scrollTop]));
  const open = new Set([...root().querySelectorAll("details[data-card][open]")].map((d) => d.dataset.card));
  const folds = new Map([...root().querySelectorAll("details[data-keep]")].map((d) => [d.dataset.keep, d.open]));
  const before = root().dataset.state;
  const focused = document.activeElement, name = focused?.name, value = focused?.value, at = focused?.id;
  root().replaceWith(fresh);
  document.querySelector(".banners")?.replaceWith(next.querySelector(".banners"));
  for (const card of fresh.querySelectorAll("details[data-card]")) if (open.has(card.dataset.card)) card.open = true;
  if (root().dataset.state === before) for (const fold of fresh.querySelectorAll("details[data-keep]")) if (folds.has(fold.dataset.keep)) fold.open = folds.get(fold.dataset.keep);
  for (const [id, top] of scrolled) { const column = document.getElementById(id); if (column) column.scrollTop = top; }
  const again = at ? document.getElementById(at) : name ? [...fresh.querySelectorAll(`[name="${CSS.escape(name)}"]`)].find((e) => e.value === value) : null;
  again?.focus({ preventScroll: true });
  if (kept) { const part = document.getElementById(kept); if (part && !again) part.focus({ preventScroll: true }); }
  const problem = fresh.querySelector(".problem[role=alert]");
  if (problem && kept !== "quiet") problem.scrollIntoView({ block: "nearest" });
  drawn();
  return true;
}

async function post(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", headers: { Accept: "text/html" } });
  return { text: await answer.text(), url: answer.url };
}

function fail(form) {
  const told = form.querySelector("[data-saved]");
  if (told) told.textContent = say("notSaved");
  root().removeAttribute("aria-busy");
}

function send(form, submitter) {
  root().setAttribute("aria-busy", "true");
  sending = sending.then(async () => {
    try {
      const { text, url } = await post(form, submitter);
      if (!swap(text, new URL(url).hash.slice(1))) location.assign(url);
    } catch { fail(form); }
  });
}

/* The screen is kept while it is answered. What is chosen while an answer is under way is sent after it, over the newest row. */
function keepScreen(form) {
  const mine = ++changed;
  clearTimeout(timer);
  timer = setTimeout(() => {
    sending = sending.then(async () => {
      try {
        const { text } = await post(form);
        if (mine === changed) { swap(text, "quiet"); return; }
        const next = new DOMParser().parseFromString(text, "text/html").querySelector("form[data-act=screen] [name=replaces]");
        if (next) form.elements.replaces.value = next.value;
      } catch { fail(form); }
    });
  }, PAUSE_MS);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("#needling form[data-act]") || event.defaultPrevented) return;
  event.preventDefault();
  clearTimeout(timer);
  send(form, event.submitter);
});
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("#needling form[data-act=screen]")) keepScreen(form);
  if (event.target.name === "where") showCard(event.target.value.split("|")[0]);
});

function showCard(site) {
  const card = root().querySelector(`[data-card="${CSS.escape(site)}"]`);
  if (!card) return;
  for (const one of root().querySelectorAll("[data-card]")) one.open = one === card;
}

/* A tap: the point is marked for the next needle, and the muscles of that place are proposed. */
class Chart {
  constructor(frame, figure) {
    this.figure = figure;
    for (const plate of frame.querySelectorAll("[data-view]")) {
      plate.dataset.asks = "";
      plate.addEventListener("click", (event) => this.tap(plate, event));
    }
  }

  tap(plate, event) {
    const picture = plate.querySelector("svg"), view = plate.dataset.view;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
    const facet = this.figure.facetNear(view, at.x, at.y, REACH);
    if (!facet) return;
    for (const old of root().querySelectorAll(".nd-point.new, .nd-hit")) old.remove();
    picture.append(svg("path", { d: facet.path, class: "nd-hit" }));
    const mark = svg("g", { class: "nd-point new", transform: `translate(${at.x} ${at.y})` });
    mark.append(svg("circle", { r: 9 }));
    picture.append(mark);
    const form = root().querySelector("form[data-act=insertion]");
    if (form) {
      form.elements.point_view.value = view;
      form.elements.point_x.value = (at.x / WIDTH).toFixed(4);
      form.elements.point_y.value = (at.y / HEIGHT).toFixed(4);
      form.querySelector("[data-point]").textContent = say("marked");
    }
    this.propose(facet, form);
  }

  propose(facet, form) {
    const box = root().querySelector("[data-proposed]"), select = root().querySelector("[data-new-site]");
    if (!select) return;
    const side = facet.side === "midline" ? "" : facet.side;
    const name = this.figure.regions[facet.region]?.name ?? "";
    const found = [...select.options].filter((o) => (o.dataset.places ?? "").split(" ").includes(facet.region));
    box.hidden = false;
    box.replaceChildren(Object.assign(document.createElement("p"), { className: "s", textContent: say(found.length ? "place" : "placeWithout", { place: `${say(facet.side)} ${name}`.trim() }) }));
    const chips = Object.assign(document.createElement("div"), { className: "chips" });
    for (const option of found) {
      const planned = form && [...form.elements].find((e) => e.name === "where" && e.value === `${option.value}|${side}`);
      const button = Object.assign(document.createElement("button"), { type: "button", className: planned ? "btn btn-primary" : "btn", textContent: planned ? option.text : say(side ? "planOnSide" : "planIt", { muscle: option.text, side: say(side) }) });
      button.addEventListener("click", () => this.choose(option.value, side, planned));
      chips.append(button);
      if (planned && found.length === 1) { planned.checked = true; showCard(option.value); }
    }
    box.append(chips);
  }

  choose(site, side, planned) {
    showCard(site);
    if (planned) { planned.checked = true; planned.focus(); return; }
    const form = root().querySelector("form[data-act=plan]");
    form.elements.new_site.value = site;
    for (const one of form.querySelectorAll("[name=new_side]")) one.checked = one.value === (side || "midline");
    send(form);
  }
}

function drawn() {
  for (const frame of root().querySelectorAll("[data-chart]")) loadFigure(frame.dataset.figure).then((figure) => new Chart(frame, figure)).catch(() => {});
}

drawn();
