/* Everything that goes over the network: four addresses of our own, JSON, never a parameter in an address. */
export class NotLinked extends Error {}
export class Revoked extends Error {}
export class Refusal extends Error {}

const PATIENCE_MS = 20_000;
let leaving = new AbortController();

/* End what is under way, so that nothing comes in after everything was removed. */
export function hangUp() {
  leaving.abort();
  leaving = new AbortController();
}
export const whileHere = () => leaving.signal;
const patience = () => (AbortSignal.any ? AbortSignal.any([leaving.signal, AbortSignal.timeout(PATIENCE_MS)]) : leaving.signal);

async function ask(path, body, held = "") {
  const given = body === undefined ? { headers: held ? { "If-None-Match": held } : {} } : {
    method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", Accept: "application/json" },
  };
  const answer = await fetch(path, {
    cache: "no-store", credentials: "same-origin", redirect: "error", signal: patience(), ...given,
  });
  if (answer.status === 304) return null;
  const said = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (answer.ok) return body === undefined ? { ...said, etag: answer.headers.get("ETag") ?? "" } : said;
  if (answer.status === 401) throw new NotLinked(said.error);
  if (answer.status === 410) throw new Revoked(said.error);
  throw new Refusal(said.error ?? `the clinic's server answered ${answer.status}`);
}

export const openLink = (code) => ask("/today/open/", { code });
/* The plan; null where it is the one that is held. */
export const fetchPlan = (held) => ask("/today/plan.json", undefined, held);
export const leave = () => ask("/today/leave/", {});

/* Entries of one outbox batch: messages have an address of their own. */
export async function send(entries) {
  const answers = { accepted: [], refused: [] };
  const messages = entries.filter((entry) => entry.kind === "message");
  const events = entries.filter((entry) => entry.kind !== "message");
  const gather = ({ accepted, refused }) => { answers.accepted.push(...accepted); answers.refused.push(...refused); };
  if (events.length) gather(await ask("/today/events", { events }));
  if (messages.length) {
    const sent = messages.map(({ id, said_at, content }) => ({ id, text: content.text, sent_at: said_at }));
    gather(await ask("/today/messages", { messages: sent }));
  }
  return answers;
}
