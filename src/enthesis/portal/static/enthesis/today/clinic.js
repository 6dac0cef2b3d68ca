/* Speaking with the clinic: sending what waits, fetching the plan, being linked, and taking everything away again. */
import { keepFigures } from "./figure.js";
import { NotLinked, Refusal, Revoked, fetchPlan, hangUp, leave, openLink, send } from "./net.js";
import { flush } from "./outbox.js";
import { emptyState, reload, shown, state } from "./state.js";
import { forget, forgetEvents, keep } from "./store.js";
import { words } from "./words.js";

const FRESH_MS = 5 * 60_000;
let syncing = null, again = false, figures = null;

/* Send what waits, then look for a newer plan. One at a time; an entry made meanwhile is sent right after.
   `asked`: somebody waits for it, so the plan is fetched even if it is fresh, and a missing network is said. */
export function sync(asked = false) {
  if (syncing) { again = true; return syncing; }
  syncing = syncOnce(asked).finally(() => { syncing = null; if (again) { again = false; sync(); } });
  return syncing;
}

async function syncOnce(asked) {
  if (!state.linked || !state.snapshot) return;
  try {
    const went = await flush(send);
    if (went instanceof Error) throw went;
    await reload();
    if (asked || went === "sent" || Date.now() - Date.parse(state.contact) > FRESH_MS) await refresh();
  } catch (error) {
    if (error instanceof Revoked) return void setTimeout(clear, 0, words.link.revoked);  // once this has ended
    if (error instanceof NotLinked) state.linked = false;
    else if (error instanceof Refusal) {
      // An ended plan says nothing about today: without its table the day holds, after a reload without network as well.
      Object.assign(state, { ended: error.message, snapshot: { ...state.snapshot, table: {}, etag: "" } });
      await keep("snapshot", state.snapshot);
    }
  }
  shown.drawUnlessTyping();
}

/* Fetch the plan, and keep it. */
export async function refresh() {
  const snapshot = (await fetchPlan(state.snapshot?.etag)) ?? state.snapshot;
  if (state.snapshot && snapshot.plan !== state.snapshot.plan) {
    if (state.waiting.count) {
      await leave().catch(() => {});
      state.linked = false;
      throw new Error(words.link.other_plan);
    }
    await forgetEvents();  // another plan: what was said about the earlier one is at the clinic
    await reload();
  }
  Object.assign(state, { snapshot, contact: new Date().toISOString(), ended: "" });
  await keep("snapshot", snapshot);
  await keep("contact", state.contact);
  figures = keepFigures([...snapshot.exercises, ...(snapshot.test ? [snapshot.test] : [])]).catch(() => {});
}

/* Exchange a code for this phone's way to a plan. Entries of an earlier plan are sent first. */
export async function connect(code) {
  const say = (text) => { state.said = text; shown.draw(); };
  if (!code) return say(words.link.empty);
  if (state.linked) await sync();
  if (state.linked && state.waiting.count) return say(words.link.waiting(state.waiting.count));
  say(words.link.opening);
  try {
    await openLink(code);
    Object.assign(state, { linked: true, said: "" });
    await refresh();
  } catch (error) {
    const unreachable = error.constructor === TypeError || error.name === "TimeoutError";
    return say(unreachable ? words.link.no_network : error.message);
  }
  shown.draw();
  sync();
  return true;
}

/* Sign out. Without network the clinic does not hear of it, but this browser holds nothing any more. */
export async function signOut() {
  hangUp();
  await leave().catch(() => {});
  await clear(words.link.left);
}

/* Take everything away: the database, the files, the worker. What is under way ends first, so that nothing comes in behind it. */
async function clear(said) {
  again = false;
  hangUp();
  await Promise.all([syncing, figures]);
  await forget();
  for (const name of await (window.caches?.keys() ?? [])) await caches.delete(name);
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
  emptyState(said);
  history.replaceState(null, "", "/today/");
  shown.draw();
}
