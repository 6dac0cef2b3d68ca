/* A dose in words, as it stands in the list. */
import { words } from "./words.js";

/* `dose` is the exercise's own or, on a careful day, that of the table. */
export function doseLine(exercise, dose = exercise.dose) {
  const w = words.exercise;
  const amount = dose.distance_m ? w.metres(dose.distance_m) : dose.repetitions ?? (dose.hold_s ? `${dose.hold_s} s` : "");
  const held = dose.repetitions && dose.hold_s ? ` · ${dose.hold_s} s ${w.beat.hold.toLowerCase()}` : "";
  const load = dose.load_kg ? `${dose.load_kg}\u00a0kg` : dose.load_words;
  return [`${w.dose_sets(dose.sets, amount)}${held} ${w.sides[exercise.side] ?? ""}`.trim(), load].filter(Boolean).join("\u00a0· ");
}

export function paceLine(dose) {
  const w = words.exercise;
  return [dose.slowly && w.slowly, dose.tempo_s && w.tempo(dose.tempo_s), dose.rest_s && w.rest(dose.rest_s)].filter(Boolean).join("\u00a0· ");
}

const ONE_REPETITION_S = 4;
const BETWEEN_EXERCISES_S = 60;

/* Whole minutes a list takes, roughly: work and rest of each set, on both sides where both are meant. */
export function minutesOf(exercises) {
  const seconds = exercises.map(({ dose, side }) => {
    const one = dose.hold_s && !dose.repetitions ? dose.hold_s : (dose.repetitions ?? 1) * ((dose.tempo_s ?? []).reduce((a, b) => a + b, 0) || ONE_REPETITION_S);
    return dose.sets * (one * (side === "both" ? 2 : 1) + (dose.rest_s ?? 0)) + BETWEEN_EXERCISES_S;
  });
  return Math.max(1, Math.round(seconds.reduce((a, b) => a + b, 0) / 60));
}

export const isDue = (days, id, weekday) => !days?.[id] || days[id].includes(weekday);
