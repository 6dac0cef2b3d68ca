/* What the entries on this phone say, once corrections are applied. Pure: rows in, answers out. */
const byTime = (a, b) => a.said_at.localeCompare(b.said_at) || a.id.localeCompare(b.id);

const saysNothing = (content) => Object.values(content).every((value) => value === null || value === "");

/* The entries as they stand, oldest first. Refused ones count for nothing; a correction that says nothing takes its entry back. */
export function standing(events) {
  const taken = events.filter((event) => !event.refused).sort(byTime);
  const corrections = new Map(taken.filter((event) => event.kind === "correction").map((event) => [event.content.of, event.content.content]));
  return taken
    .filter((event) => event.kind !== "correction")
    .map((event) => (corrections.has(event.id) ? { ...event, content: corrections.get(event.id), corrected: true } : event))
    .filter((event) => !(event.corrected && saysNothing(event.content)));
}

const lastOf = (entries, kind, day) => entries.filter((entry) => entry.kind === kind && entry.day === day).at(-1) ?? null;

/* What was said about one day. */
export function dayState(entries, day) {
  const of = (kind) => entries.filter((entry) => entry.kind === kind && entry.day === day);
  return {
    morning: lastOf(entries, "morning", day),
    sessions: new Map(of("session").map((entry) => [entry.content.exercise, entry])),
    runs: of("run"),
    warnings: of("warning"),
  };
}

export const lastMorningBefore = (entries, day) => entries.filter((entry) => entry.kind === "morning" && entry.day < day)
  .sort((a, b) => a.day.localeCompare(b.day)).at(-1) ?? null;

/* Newest day something was logged, here or at the clinic; empty for never. */
export const lastDay = (entries, snapshot) => [snapshot.last_entry_day ?? "", ...entries.map((entry) => entry.day)].sort().at(-1) ?? "";

/* One line per day: what the clinic holds, with what this phone said since on top. `field` is a name in the entries' content. */
export function series(entries, kind, field, known) {
  const points = new Map(known ?? []);
  for (const entry of entries) {
    if (entry.kind === kind && typeof entry.content[field] === "number") points.set(entry.day, entry.content[field]);
  }
  return [...points].sort(([a], [b]) => a.localeCompare(b));
}
