/* Entries wait here until the clinic has them. Sent from the page itself (after saving, on opening, on coming back, online, by a
   timer), since no browser promises to do it in the background. Sending twice is harmless: the id was made here. */
import { addEvent, countWaiting, settle, waitingEvents } from "./store.js";

const MOST_AT_ONCE = 50;
export const WARN_AFTER_MS = 48 * 3600 * 1000;

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/* Keep one entry on this phone. `day` is the local date it is about, YYYY-MM-DD. */
export async function add(kind, day, content) {
  const event = { id: newId(), kind, day, said_at: new Date().toISOString(), content, waits: 1, refused: "" };
  await addEvent(event);
  return event;
}

const byTime = (a, b) => a.said_at.localeCompare(b.said_at) || a.id.localeCompare(b.id);
const onTheWire = ({ id, kind, day, said_at, content }) => ({ id, kind, day, said_at, content });

async function alone(work) {
  if (!navigator.locks) return work();
  return navigator.locks.request("enthesis-today-send", { ifAvailable: true }, (lock) => (lock ? work() : "busy"));
}

/* Send what waits. `send(events)` posts and answers {accepted, refused}, or throws; then the rest stays waiting.
   Answers how it went: "sent", "nothing", "busy" (another window is at it), or the error thrown. */
export function flush(send) {
  return alone(async () => {
    const waiting = (await waitingEvents()).sort(byTime);
    if (!waiting.length) return "nothing";
    for (let from = 0; from < waiting.length; from += MOST_AT_ONCE) {
      try {
        const answer = await send(waiting.slice(from, from + MOST_AT_ONCE).map(onTheWire));
        await settle(answer.accepted, answer.refused);
      } catch (error) {
        return error;
      }
    }
    return "sent";
  });
}

/* How many wait, and whether one of them has done so for two days. */
export async function waitingState(now = Date.now()) {
  const count = await countWaiting();
  if (!count) return { count, since: "", long: false };
  const since = (await waitingEvents()).map((event) => event.said_at).sort()[0];
  return { count, since, long: now - Date.parse(since) > WARN_AFTER_MS };
}
