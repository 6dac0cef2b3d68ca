/* Today's verdict, looked up in the table that the clinic's engine made (care/decision_table.py). Nothing is decided here, and
   nothing goes up here. */
import { shift } from "./days.js";
import { dayState } from "./entries.js";
import { words } from "./words.js";

const ORDER = ["stop", "reduced", "hold", "full"];
const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

const highest = (numbers) => (numbers.length ? Math.max(...numbers) : null);

/* What was said that bears on one day; null where nothing was. `sign` is a place in `signs`, which stand in order of gravity. */
export function answersOf(entries, day, signs) {
  const { morning, warnings } = dayState(entries, day);
  const said = morning?.content ?? {};
  // A sign that this table does not know counts as the gravest: nobody can say that it is harmless.
  const told = warnings.map((entry) => signs.indexOf(entry.content.what)).map((place) => (place < 0 ? 1 : place));
  const ticked = [...told, said.sleep_or_illness ? signs.indexOf("illness") : 0].filter((place) => place > 0);
  const settled = said.settled_by_24_h ?? null;
  return {
    sign: ticked.length ? Math.min(...ticked) : 0,
    morning_pain: said.marker_pain_0_10 ?? null,
    worst_pain: said.worst_pain_24_h_0_10 ?? null,
    sitting_min: said.sitting_min ?? null,
    yesterday_pain: highest(entries.filter((entry) => entry.kind === "session" && entry.day === shift(day, -1)).map((entry) => entry.content.pain_during_0_10).filter((pain) => typeof pain === "number")),
    yesterday_settled: settled === null ? null : Number(settled),
  };
}

/* The outcome of the table for these answers. A missing answer has the last bin of its question; a question that changes nothing
   has one bin; no sign ticked is the first. */
export function lookUp(table, answers) {
  let place = 0;
  for (const { id, up_to } of table.questions) {
    const answer = answers[id];
    const bins = id === "sign" ? Math.max(1, up_to.length) : up_to.length ? up_to.length + 1 : 1;
    const bin = !up_to.length || (id === "sign" && answer === null) ? 0 : answer === null ? up_to.length : up_to.findIndex((most) => answer <= most);
    place = place * bins + bin;
  }
  return table.outcomes[LETTERS.indexOf(table.table[place])];
}

/* {verdict, words, since, doses}: `doses` by exercise, null for one that is left out today; or null where the plan's own hold.
   Until the clinic has seen the days since its table was made, the most cautious of them stands. */
export function verdictOf({ snapshot, entries }, day) {
  const { table } = snapshot;
  if (!table?.table) {
    const warned = entries.some((entry) => entry.kind === "warning" && entry.day === day);
    return { verdict: warned ? "stop" : "hold", words: warned ? words.wrong.stop_today : words.verdict_unknown, since: "", doses: null };
  }
  const days = [...new Set([...entries.filter((entry) => entry.day < day && (entry.waits || entry.day >= table.date)).map((entry) => entry.day), day])].sort();
  const judged = days.map((on) => [on, lookUp(table, answersOf(entries, on, table.signs))]).sort(([, a], [, b]) => ORDER.indexOf(a.today) - ORDER.indexOf(b.today));
  const [on, outcome] = judged.findLast(([, one]) => one.today === judged[0][1].today);
  return { verdict: outcome.today, words: outcome.sentence, since: on === day ? "" : on, doses: table.doses[outcome.doses] };
}

/* The exercise as it is to be done today; null: left out. */
export function doseToday(exercise, verdict, table) {
  const dose = verdict.doses?.[exercise.id];
  if (dose === null) return null;
  if (!dose) return exercise.dose;
  const { sets, repetitions, hold_s, load_kg, speed } = dose;
  const planned = table.outcomes.find((outcome) => outcome.today === "full");
  const slower = planned && speed < (table.doses[planned.doses][exercise.id]?.speed ?? speed);
  return { ...exercise.dose, sets, repetitions, hold_s, load_kg: load_kg ?? exercise.dose.load_kg, ...(slower ? { tempo_s: null, slowly: true } : {}) };
}
