/* Screens that make an entry: morning check, one exercise, a run, a correction. */
import { h, link } from "../dom.js";
import { doseLine, paceLine } from "../dose.js";
import { doseToday, verdictOf } from "../decide.js";
import { dayState } from "../entries.js";
import { movingFigure } from "../figure.js";
import { canCorrect, distance, formOf } from "../forms.js";
import { card, sentence, title, withDraft } from "../parts.js";
import { today } from "../days.js";
import { trainer } from "../trainer.js";
import { words } from "../words.js";

/* A form of an entry with its draft. `save(content)` gets what it says; `back` is the route afterwards. */
function entryForm(app, key, { fields, read, look }, label, save) {
  const draft = app.draft(key);
  const form = h("form", { class: "entry", novalidate: true }, fields, h("button", { type: "submit", class: "btn btn-primary btn-big wide" }, label));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.querySelector("[type=submit]").disabled = true;  // one press, one entry
    app.dropDraft(key);
    save(read(form));
  });
  withDraft(form, draft, app.keepDrafts);
  if (look) { look(form); form.addEventListener("input", () => look(form)); }
  return form;
}

/* Whether the next stage's position is to be tried today: the clinic asks for it, and no answer was given since. `calm` says
   whether answers of this morning leave the whole plan to do. */
function nextStage({ snapshot, entries }, day, own = "") {
  const others = entries.filter((entry) => entry.id !== own);
  const since = snapshot.table?.date ?? day;
  return {
    asked: Boolean(snapshot.test) && !others.some(({ kind, day: on, content }) => kind === "morning" && on >= since && typeof content.test_position_pain_0_10 === "number"),
    calm: (content) => typeof content.marker_pain_0_10 === "number" && verdictOf({ snapshot, entries: [...others, { kind: "morning", day, content }] }, day).verdict === "full",
  };
}

export function morningScreen(state, app) {
  const day = today();
  const had = dayState(state.entries, day).morning;
  if (had) return correctScreen(state, app, had.id);
  return [title(words.morning.title), h("p", { class: "soft" }, words.morning.lead),
    entryForm(app, `morning ${day}`, formOf("morning", state.snapshot, {}, null, "", nextStage(state, day)), words.save, (content) => app.save("morning", day, content, ""))];
}

const block = (heading, text) => text && h("section", {}, h("h2", {}, heading), Array.isArray(text) ? h("ul", { class: "plain" }, text.map((line) => h("li", {}, sentence(line)))) : h("p", {}, sentence(text)));

export function exerciseScreen(state, app, index, step) {
  const planned = state.snapshot.exercises[Number(index)];
  if (!planned) return [title(words.exercise.all_done)];
  const w = words.exercise;
  const verdict = app.verdict();
  const dose = doseToday(planned, verdict, state.snapshot.table);
  const exercise = { ...planned, dose: dose ?? planned.dose };
  const key = `exercise ${exercise.id} ${today()}`;
  if (step === "done") return doneScreen(state, app, exercise, key);
  const progress = app.draft(key);
  const finish = () => app.go(`exercise/${index}/done`);
  if (!dose || verdict.verdict === "stop") return [title(exercise.name), h("p", { class: "caution" }, h("b", {}, `${w.left_out}. `), verdict.words)];
  return [title(exercise.name), movingFigure(exercise), h("p", { class: "dose big" }, doseLine(exercise)),
    h("p", { class: "soft" }, [paceLine(exercise.dose), exercise.dose.effort_rpe_0_10 && w.effort(exercise.dose.effort_rpe_0_10)].filter(Boolean).join(" · ")),
    trainer(exercise.dose, progress, app.keepDrafts, finish),
    block(w.setup, exercise.setup), exercise.cues?.length > 0 && block(w.cues, exercise.cues), block(w.stop_rule, exercise.stop_rule),
    h("p", { class: "soft" }, words.today.ceiling(state.snapshot.pain_ceiling_0_10)),
    link(w.finish_early, `exercise/${index}/done`, "btn btn-big wide")];
}

function doneScreen(state, app, exercise, key) {
  const limit = state.snapshot.pain_ceiling_0_10;
  const sets = app.draft(key).sets;
  const warning = h("p", { class: "caution", role: "status", hidden: true });
  const form = entryForm(app, `done ${exercise.id} ${today()}`, formOf("session", state.snapshot, sets ? { sets } : {}, exercise), words.save, ({ day, ...content }) => {
    app.dropDraft(key);
    app.save("session", day, content, "");
  });
  const check = () => {
    const value = Number(form.querySelector("[name=pain_during_0_10]:checked")?.value || 0);
    warning.hidden = value <= limit;
    warning.textContent = value > limit ? words.exercise.over_ceiling(value, limit) : "";
  };
  form.firstElementChild.append(warning);
  form.addEventListener("input", check);
  check();
  return [title(words.exercise.log), h("p", { class: "soft" }, `${exercise.name} · ${doseLine(exercise)}`), form];
}

export function runScreen(state, app) {
  const { run, units } = state.snapshot;
  const w = words.run;
  const rests = ["stop", "reduced"].includes(app.verdict().verdict);
  return [title(w.title), rests && h("p", { class: "caution" }, w.rest),
    run ? card("", h("p", {}, h("b", {}, run.name)), h("p", {}, w.plan(run)), run.cap_km && h("p", { class: "soft" }, w.cap(distance(run.cap_km, units)))) : h("p", { class: "soft" }, w.none),
    h("h2", {}, w.log),
    entryForm(app, `run ${today()}`, formOf("run", state.snapshot), words.save, ({ day, ...content }) => {
      app.save("run", day, content, "", run?.cap_km && content.km > run.cap_km ? w.over(distance(content.km, units), distance(run.cap_km, units)) : "");
    })];
}

export function correctScreen(state, app, id) {
  const entry = state.entries.find((one) => one.id === id);
  if (!entry || !canCorrect(entry.kind)) return [title(words.correct.title), h("p", {}, words.correct.gone)];
  if (app.isReviewed(entry)) return [title(words.correct.title), h("p", {}, words.correct.reviewed), link(words.tabs.messages, "messages", "btn btn-big")];
  const exercise = state.snapshot.exercises.find((one) => one.id === entry.content.exercise) ?? null;
  const heading = entry.kind === "morning" ? words.morning.title : words.correct.title;
  return [title(heading), heading !== words.phone.kinds[entry.kind] && h("p", { class: "soft" }, `${words.phone.kinds[entry.kind]}${exercise ? `: ${exercise.name}` : ""}`),
    entryForm(app, `correct ${id}`, formOf(entry.kind, state.snapshot, entry.content, exercise, entry.day, entry.day === today() ? nextStage(state, entry.day, id) : {}), words.save, ({ day, ...content }) =>
      app.save("correction", entry.day, { of: id, content }, ""))];
}
