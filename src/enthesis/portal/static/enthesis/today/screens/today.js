/* Today: the morning check, its verdict, and the list. */
import { h, icon, link } from "../dom.js";
import { daysBetween, isoWeekday, longDay, shift, today, weekdayName } from "../days.js";
import { doseLine, isDue, minutesOf, paceLine } from "../dose.js";
import { doseToday } from "../decide.js";
import { dayState, lastDay, lastMorningBefore } from "../entries.js";
import { thumbnail } from "../figure.js";
import { asks, distance } from "../forms.js";
import { card } from "../parts.js";
import { words } from "../words.js";

const AWAY_DAYS = 3;

export function verdictCard(verdict) {
  return h("p", { class: `verdict ${verdict.verdict}` }, icon({ full: "check", stop: "stop" }[verdict.verdict] ?? "pause"),
    h("span", {}, h("b", {}, `${words.verdict[verdict.verdict]}.`), " ", verdict.words, verdict.since && h("span", { class: "soft small" }, " ", words.verdict_since(longDay(verdict.since)))));
}

function morningCard(state, day, verdict) {
  const w = words.morning;
  const { morning } = dayState(state.entries, day);
  if (!morning) return card(w.title, h("p", { class: "soft" }, w.open), verdict.verdict === "stop" && verdictCard(verdict), link(w.start, "morning", "btn btn-primary btn-big wide"));
  const now = morning.content.marker_pain_0_10;
  const before = lastMorningBefore(state.entries, day)?.content.marker_pain_0_10 ?? null;
  return card(w.title, h("p", {}, h("b", {}, w.done(now, now === null ? null : before))), verdictCard(verdict), link(w.change, `correct/${morning.id}`, "quiet"));
}

function exerciseRow({ exercise, index, done, dose }) {
  return h("li", { class: "ex" }, thumbnail(exercise),
    h("div", {}, h("h3", {}, dose ? link(exercise.name, `exercise/${index}`, "whole") : exercise.name),
      dose ? [h("p", { class: "dose" }, doseLine(exercise, dose)), h("p", { class: "soft small" }, paceLine(dose))] : h("p", { class: "soft" }, words.exercise.left_out)),
    done ? h("span", { class: "tick done" }, icon("check"), h("span", { class: "vh" }, words.today.done(exercise.name)))
      : dose && h("a", { class: "tick", href: `#/exercise/${index}/done`, "aria-label": words.today.mark(exercise.name) }));
}

function nextDay(days, id, day) {
  for (let ahead = 1; ahead <= 7; ahead++) if (isDue(days, id, isoWeekday(shift(day, ahead)))) return weekdayName(shift(day, ahead));
  return "";
}

/* On a day of less the dose is that of the first stage, in which nobody runs. */
function runCard(state, day, rests) {
  const { run, units, days } = state.snapshot;
  const { runs } = dayState(state.entries, day);
  const w = words.today;
  if (!run && !runs.length && !asks(state.snapshot, "run")) return null;
  if (!run || (!runs.length && !isDue(days, "run", isoWeekday(day)))) return h("p", { class: "quiet-row" }, link(w.run_log, "run", "quiet"));
  return card(w.run, runs.length ? h("p", {}, icon("check"), " ", w.run_done) : h("p", { class: "soft" }, h("b", {}, run.name), " ", words.run.plan(run), " ", run.cap_km ? words.run.cap(distance(run.cap_km, units)) : ""),
    rests ? h("p", { class: "caution" }, words.run.rest) : link(w.run_log, "run", "btn btn-big wide"));
}

export function todayScreen(state, app) {
  const { snapshot } = state;
  const day = today();
  const verdict = app.verdict();
  const { sessions } = dayState(state.entries, day);
  const stopped = verdict.verdict === "stop";
  const w = words.today;
  const all = snapshot.exercises.map((exercise, index) => ({ exercise, index, done: sessions.has(exercise.id), dose: stopped ? null : doseToday(exercise, verdict, snapshot.table), due: isDue(snapshot.days, exercise.id, isoWeekday(day)) }));
  const due = all.filter((row) => row.due || row.done);
  const later = all.filter((row) => !row.due && !row.done);
  const last = lastDay(state.entries, snapshot);
  const away = last && daysBetween(last, day) >= AWAY_DAYS;
  return [
    snapshot.simulated && h("p", { class: "note simulated" }, w.simulated),
    away && h("p", { class: "note" }, w.away),
    morningCard(state, day, verdict),
    h("section", {}, h("div", { class: "head" }, h("h2", {}, due.length ? w.list(due.length) : w.list(0)), due.some((row) => row.dose) && h("span", { class: "soft small" }, w.minutes(minutesOf(due.filter((row) => row.dose).map(({ exercise, dose }) => ({ ...exercise, dose })))))),
      stopped && due.length > 0 && h("p", { class: "caution" }, w.stop_list),
      due.length ? h("ul", { class: "list" }, due.map(exerciseRow)) : h("p", { class: "soft" }, w.rest),
      due.length > 0 && h("p", { class: "soft small" }, w.ceiling(snapshot.pain_ceiling_0_10)),
      later.length > 0 && h("details", {}, h("summary", {}, w.other_days), h("ul", { class: "plain" }, later.map((row) => h("li", {}, link(row.exercise.name, `exercise/${row.index}`, "quiet"), " ", w.next(nextDay(snapshot.days, row.exercise.id, day))))))),
    runCard(state, day, stopped || verdict.verdict === "reduced"),
    app.whyList()[0] && card(w.changed, h("p", {}, app.whyList()[0].words), link(w.why, "why", "quiet")),
    h("p", { class: "soft small center" }, words.phase(snapshot.phase.name)),
  ];
}
