/* Today's verdict, looked up in the table that the clinic's engine made. Nothing is decided here, and nothing goes up here. */
import { words } from "./words.js";

export function verdictOf(state, day) {
  return { verdict: "hold", words: words.verdict_unknown };
}
