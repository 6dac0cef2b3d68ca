/* The set counter: sets, the tempo of each repetition, and the rest between. Time is read from a clock that does not stand still
   while the screen is off; a set can always be ticked by hand. */
import { button, h } from "./dom.js";
import { words } from "./words.js";

const READY_S = 3;
const TICK_MS = 200;

/* The beats of one set as [name, seconds, repetition]. Pure. */
export function beatsOf(dose) {
  const [down, hold, up] = dose.tempo_s ?? [2, 0, 2];
  const beats = [["ready", READY_S, 0]];
  if (!dose.repetitions) return [...beats, ["hold", dose.hold_s ?? 30, 1]];
  for (let number = 1; number <= dose.repetitions; number++) {
    beats.push(...[["down", down, number], ["hold", dose.hold_s ?? hold, number], ["up", up, number]].filter(([, seconds]) => seconds > 0));
  }
  return beats;
}

/* Where one stands `elapsed` seconds into the beats: [name, whole seconds left, repetition], or null when they are over. Pure. */
export function beatAt(beats, elapsed) {
  let end = 0;
  for (const [name, seconds, number] of beats) {
    end += seconds;
    if (elapsed < end) return [name, Math.ceil(end - elapsed), number];
  }
  return null;
}

async function keepAwake() {
  try { return await navigator.wakeLock?.request("screen"); } catch { return null; }
}

/* `progress` = {sets} is written to as sets are done; `changed()` is called then; `finish()` when the patient has finished. */
export function trainer(dose, progress, changed, finish) {
  const w = words.exercise;
  const name = h("p", { class: "beat", "aria-live": "polite" });
  const count = h("p", { class: "count", "aria-hidden": "true" });
  const where = h("p", { class: "soft" });
  const controls = h("div", { class: "row" });
  const dots = h("p", { class: "dots", role: "status" });
  const box = h("section", { class: "card trainer" }, dots, name, count, where, controls);
  let beats = null, started = 0, before = 0, ticking = 0, awake = null, spoken = "";

  function stop() {
    clearInterval(ticking);
    ticking = 0;
    awake?.release?.();
    awake = null;
  }
  const elapsed = () => before + (ticking ? (performance.now() - started) / 1000 : 0);
  function tick() {
    if (!box.isConnected) return stop();
    const now = beatAt(beats, elapsed());
    if (!now) return beats[0][0] === "rest" ? idle() : setDone();
    const [beat, left, number] = now;
    count.textContent = String(left);
    if (spoken !== beat + number) {
      spoken = beat + number;
      name.textContent = w.beat[beat];
      where.textContent = number && dose.repetitions ? w.repetition(number, dose.repetitions) : "";
      box.dataset.beat = beat;
      navigator.vibrate?.(60);
    }
  }
  async function run(next) {
    if (next) { beats = next; before = 0; spoken = ""; }
    started = performance.now();
    clearInterval(ticking);
    ticking = setInterval(tick, TICK_MS);
    box.scrollIntoView({ block: "center" });
    awake ??= await keepAwake();
    offer(button(w.pause, () => { before = elapsed(); stop(); offer(button(w.go_on, () => run(), "btn btn-primary btn-big"), done()); }, "btn btn-big"),
      beats[0][0] === "rest" ? button(w.skip_rest, idle, "btn btn-big") : done());
    tick();
  }
  const done = () => button(w.set_done, setDone, "btn btn-big");
  const offer = (...buttons) => { const had = controls.contains(document.activeElement); controls.replaceChildren(...buttons); if (had) buttons[0].focus(); };
  function setDone() {
    progress.sets = Math.min(dose.sets, (progress.sets ?? 0) + 1);
    changed();
    if (progress.sets < dose.sets && dose.rest_s) { dotsNow(); run([["rest", dose.rest_s, 0]]); } else idle();
  }
  function dotsNow() {
    const sets = progress.sets ?? 0;
    dots.replaceChildren(...Array.from({ length: dose.sets }, (_, set) => h("i", { class: set < sets ? "dot full" : "dot" })),
      sets < dose.sets ? w.set_of(sets + 1, dose.sets) : w.all_done);
  }
  function idle() {
    stop();
    dotsNow();
    name.textContent = count.textContent = where.textContent = "";
    box.dataset.beat = "";
    if ((progress.sets ?? 0) >= dose.sets) return offer(button(w.finish, finish, "btn btn-primary btn-big"));
    offer(button(w.begin, () => run(beatsOf(dose)), "btn btn-primary btn-big"), done());
  }
  idle();
  return box;
}
