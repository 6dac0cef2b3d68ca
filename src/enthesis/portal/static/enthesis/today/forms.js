/* The forms of the entries: the same one for a new entry and for a correction. `content` is what stands there; `read` gives the new content. */
import { shift, shortDay, today } from "./days.js";
import { h } from "./dom.js";
import { movingFigure } from "./figure.js";
import { choices, readForm, scale, select, sentence, stepper, yesNo } from "./parts.js";
import { words } from "./words.js";

const KM_PER_MILE = 1.609344;
export const toUnit = (km, units) => (units === "mi" ? km / KM_PER_MILE : km);
const toKm = (amount, units) => Math.round((units === "mi" ? amount * KM_PER_MILE : amount) * 100) / 100;
export const distance = (km, units) => `${Math.round(toUnit(km, units) * 10) / 10} ${words.run.unit[units]}`;

/* Whether this region asks for it; a plan that was kept before regions were told apart asks for everything. */
export const asks = (snapshot, what) => snapshot.asks?.includes(what) ?? true;

const DAYS_BACK = 3;
const dayField = (day) => (day ? [] : [select("day", words.exercise.day, Array.from({ length: DAYS_BACK + 1 }, (_, back) => shift(today(), -back))
  .map((past) => [past, past === today() ? words.tabs.today : shortDay(past)]), today())]);

/* The next stage's position, once, below the other answers. `asked`: it is all that is missing at the next stage's door.
   It is tried only on a morning on which the whole plan may be done, so it shows itself when the answers above say so. */
function testPosition(snapshot, was, asked) {
  const w = words.test;
  const told = typeof was.test_position_pain_0_10 === "number";
  if (!asked && !told) return null;
  const { test } = snapshot;
  return h("section", { class: "card test", hidden: !told }, h("h2", {}, w.title), h("p", {}, test ? w.lead(test.name) : ""), test && movingFigure(test),
    test?.words && h("p", {}, sentence(test.words)), test?.stop_rule && h("p", { class: "soft" }, h("b", {}, `${words.exercise.stop_rule}: `), test.stop_rule),
    scale("test_position_pain_0_10", w.ask, was.test_position_pain_0_10), h("p", { class: "soft small" }, w.why));
}

function morning(snapshot, was = {}, _exercise, _corrected, { asked = false, calm = () => false } = {}) {
  const w = words.morning;
  const test = testPosition(snapshot, was, asked);
  const position = { test_position: was.test_position ?? snapshot.test?.id };
  const first = snapshot.marker?.words || snapshot.marker?.name || "";
  return {
    fields: [
      scale("marker_pain_0_10", w.marker, was.marker_pain_0_10, undefined, first && w.marker_before(first)),
      scale("worst_pain_24_h_0_10", w.worst, was.worst_pain_24_h_0_10),
      asks(snapshot, "sitting_min") && choices("sitting_min", w.sitting, [...w.sitting_choices, [null, words.skip]], was.sitting_min ?? undefined),
      yesNo("settled_by_24_h", w.settled, was.settled_by_24_h),
      yesNo("sleep_or_illness", w.sleep, was.sleep_or_illness),
      test,
    ],
    read(form) {
      const { test_position_pain_0_10: pain = null, ...said } = readForm(form);
      return pain === null || test?.hidden ? said : { ...said, test_position_pain_0_10: pain, ...position };
    },
    look(form) {
      if (test) test.hidden = !calm(readForm(form)) && !form.querySelector("[name=test_position_pain_0_10]:checked");
    },
  };
}

function session(snapshot, was, exercise, corrected) {
  const w = words.exercise;
  const dose = exercise?.dose ?? {};
  const planned = (dose.sets ?? 1) * (dose.repetitions ?? 1);
  const counted = dose.repetitions !== null && dose.repetitions !== undefined;
  return {
    fields: [
      scale("pain_during_0_10", w.pain_during, was.pain_during_0_10),
      scale("pain_after_0_10", w.pain_after, was.pain_after_0_10),
      scale("rpe_0_10", w.effort_asked, was.rpe_0_10, [words.scale.effort_low, words.scale.effort_high]),
      stepper("sets", w.sets, was.sets ?? dose.sets ?? null, { most: 30 }),
      counted && stepper("repetitions", w.repetitions, was.repetitions ?? dose.repetitions, { most: 200 }),
      (dose.load_kg ?? was.load_kg ?? null) !== null && stepper("load_kg", w.load, was.load_kg ?? dose.load_kg, { step: 0.5, most: 500, decimals: 1 }),
      ...dayField(corrected),
    ],
    read(form) {
      const { day, sets, repetitions = null, load_kg = null, ...pains } = readForm(form);
      // What was done of what was asked; nothing typed is not known, never everything.
      const done = counted ? (sets === null || repetitions === null ? null : sets * repetitions) : sets;
      const share = done === null ? null : Math.min(1, Math.round((done / planned) * 100) / 100);
      return { day, exercise: was.exercise ?? exercise.id, sets, repetitions, load_kg, completed_share: share, ...pains };
    },
  };
}

function run(snapshot, was, _exercise, corrected) {
  const w = words.run;
  const units = snapshot.units === "mi" ? "mi" : "km";
  const km = was.km ?? null;
  return {
    fields: [
      stepper("distance", w.distance(w.unit[units]), km === null ? null : toUnit(km, units), { step: 0.5, most: 200, decimals: 2 }),
      stepper("minutes", w.minutes, was.minutes ?? null, { step: 5, most: 1440 }),
      choices("pace", w.pace, w.paces, was.pace ?? undefined),
      scale("pain_0_10", w.pain, was.pain_0_10),
      ...dayField(corrected),
    ],
    read(form) {
      const { distance: amount, ...said } = readForm(form);
      return { ...said, km: amount === null ? null : toKm(amount, units) };
    },
  };
}

function goal(snapshot, was) {
  return {
    fields: [scale("value", words.progress.goal_now, was.value, [words.scale.goal_low, words.scale.goal_high])],
    read: (form) => ({ index: was.index, ...readForm(form) }),
  };
}

const FORMS = { morning, session, run, goal };
export const canCorrect = (kind) => kind in FORMS;

/* The form of one kind of entry. `corrected` is the day of the entry that is being corrected, where there is one. */
export const formOf = (kind, snapshot, was = {}, exercise = null, corrected = "", more = {}) => FORMS[kind](snapshot, was, exercise, corrected, more);
