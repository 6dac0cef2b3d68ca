/* What the app knows. `shown` holds what the page does when that has changed: all of it, the status lines alone, or all but a
   form that somebody is filling in. */
import { today } from "./days.js";
import { standing } from "./entries.js";
import { waitingState } from "./outbox.js";
import { allEvents, read } from "./store.js";

const nothing = () => ({ snapshot: null, events: [], entries: [], waiting: { count: 0, since: "", long: false }, drafts: {}, contact: "", linked: true, ended: "", leaving: false });
export const state = { ...nothing(), said: "", persisted: false, day: today() };
export const shown = { draw() {}, drawStatus() {}, drawUnlessTyping() {} };

/* Read the entries again. */
export async function reload() {
  state.events = await allEvents();
  state.entries = standing(state.events);
  state.waiting = await waitingState();
}

const OF_ANOTHER_DAY = /\d{4}-\d\d-\d\d$/;

/* Everything that was kept. Half-filled forms of another day are let go. */
export async function restore() {
  [state.snapshot, state.drafts, state.contact] = [(await read("snapshot")) ?? null, (await read("drafts")) ?? {}, (await read("contact")) ?? ""];
  for (const key of Object.keys(state.drafts)) if (OF_ANOTHER_DAY.test(key) && !key.endsWith(today())) delete state.drafts[key];
  await reload();
}

export const emptyState = (said) => Object.assign(state, nothing(), { said });
