/* Progress: the patient's own goals first, then the lines. */
import { shift, today } from "../days.js";
import { h } from "../dom.js";
import { series } from "../entries.js";
import { formOf, toUnit } from "../forms.js";
import { card, title } from "../parts.js";
import { words } from "../words.js";
import { chart } from "../chart.js";

const OPEN_AGAIN_DAYS = 7;

function goalCard(state, app, goal, index) {
  const w = words.progress;
  const own = state.entries.filter((entry) => entry.kind === "goal" && entry.content.index === index && typeof entry.content.value === "number");
  const points = [...new Map([...(goal.series ?? []), ...own.map((entry) => [entry.day, entry.content.value])])].sort(([a], [b]) => a.localeCompare(b));
  const now = points.at(-1)?.[1] ?? null;
  const asked = goal.measure === "psfs" && (!points.length || points.at(-1)[0] <= shift(today(), -OPEN_AGAIN_DAYS));
  const { fields, read } = formOf("goal", state.snapshot, { index });
  const form = asked && h("form", { class: "entry" }, fields, h("button", { type: "submit", class: "btn btn-big wide" }, w.goal_save));
  if (form) {
    // Two goals on one page: their fields must not share a name's group, which separate forms give them.
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const content = read(form);
      if (content.value !== null) app.save("goal", today(), content, "progress");
    });
  }
  return card("", h("h3", {}, goal.words), (now !== null || goal.baseline !== null) && h("p", { class: "dose" }, w.goal_line(now, goal.baseline, goal.target)),
    points.length > 1 && chart(goal.words, points, goal.measure === "psfs" ? 10 : 0), form);
}

export function progressScreen(state, app) {
  const { snapshot, entries } = state;
  const w = words.progress;
  const known = snapshot.series ?? {};
  const perUnit = (points) => points.map(([day, km]) => [day, Math.round(toUnit(km, snapshot.units) * 10) / 10]);
  const lines = [
    [w.marker, series(entries, "morning", "marker_pain_0_10", known.marker_pain_0_10), 10],
    [w.worst, series(entries, "morning", "worst_pain_24_h_0_10", known.worst_pain_24_h_0_10), 10],
    [w.sitting, series(entries, "morning", "sitting_min", known.sitting_min), 0],
    [`${w.run}, ${words.run.unit[snapshot.units] ?? "km"}`, perUnit(series(entries, "run", "km", known.run_km)), 0],
  ].filter(([, points]) => points.length > 1);
  const from = shift(today(), -6);
  const active = new Set(entries.filter((entry) => ["session", "run"].includes(entry.kind) && entry.day >= from).map((entry) => entry.day)).size;
  return [title(w.title), h("h2", {}, w.goals), snapshot.goals.length ? snapshot.goals.map((goal, index) => goalCard(state, app, goal, index)) : h("p", { class: "soft" }, w.no_goals),
    active > 0 && h("p", {}, w.week(active)),
    lines.length ? lines.map(([name, points, top]) => card("", chart(name, points, top))) : h("p", { class: "soft" }, w.none),
    h("p", { class: "soft small" }, w.course)];
}
