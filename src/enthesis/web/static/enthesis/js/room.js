/* The room in the browser: each change is sent as one entry with an id of its own, and the regions that changed come back.
   What could not be sent stays here in memory, is tried again with the same id, and holds the page back from being left. */
import { startConflicts } from "./room_conflicts.js";
import { startKeys } from "./keys.js";
import { currentId, form, known, markCurrent, narrow, reveal, rowOf, say, swap, waiting } from "./regions.js";
import { startSearch } from "./search.js";

const RETRY_MS = 3000;
const POLL_MS = 10_000;
const QUIET_MS = 60;
const PAUSE_MS = 200; /* what a draft leaves open is asked for after a pause: in the middle of entering it would only be in the way */
const WITHDRAWN = { result: "not_assessed", value: "", side: "", note: "" };
const api = form.dataset.api;
const held = JSON.parse(form.elements.held.value || "{}");
form.elements.held.remove();
let pulse = JSON.parse(document.getElementById("pulse").value);
const queue = new Map(); /* "kind:key" to the change that waits for it */
let sending = null;
const sentIds = new Set(); /* of this page: an answer that was lost must not look like somebody else's entry */
let timer = 0;
let viewTimer = 0;
let viewing = null;
let stopped = "";
let puttingBack = false; /* the controls are to show what stands: whoever asks next asks for it, until it has come */

const uuid = () => (crypto.randomUUID ? crypto.randomUUID() : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16)));
const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;

function view(extra = {}) {
  return { card: currentId(), card_shown: form.elements.card_of.value, explain: form.elements.explained?.value ?? "", first: form.elements.first?.value ?? "", known, ...extra };
}

async function send(path, body, signal) {
  const response = await fetch(`${api}/${path}`, {
    method: "POST", body: JSON.stringify(body), signal, credentials: "same-origin",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
  });
  if (response.status === 423 || response.status >= 500 || !response.headers.get("content-type")?.includes("json")) throw new Error(String(response.status));
  return { status: response.status, answer: await response.json() };
}

/* ---- saved, saving, not saved ---- */
function showSaved(state, text) {
  const mark = document.getElementById("saved");
  mark.dataset.state = state;
  mark.querySelector("use").setAttribute("href", state === "saved" ? "#i-check" : state === "saving" ? "#i-clock" : "#i-alert");
  mark.querySelector("span").textContent = text;
  document.body.classList.toggle("behind", state === "failed");
}

/* The time on the clinic's clock, as the server last said it. */
let savedAt = document.querySelector("#saved span").textContent.replace(/^\S+ ?/, "");
function take(answer) {
  savedAt = answer.saved_at ?? savedAt;
  swap(answer);
  /* A draft has the probabilities; what it leaves open is marked, and asked for once no more is entered. */
  for (const name of ["next", "reasons"]) document.querySelector(`[data-region="${name}"]`)?.toggleAttribute("data-computing", Boolean(answer.draft));
  document.querySelector('[data-region="sources"]').setAttribute("aria-busy", String(Boolean(answer.draft)));
  form.dataset.drawn = String(performance.now());
  form.dataset.whole = answer.draft ? "" : form.dataset.drawn;
  if (answer.draft) lookSoon(PAUSE_MS);
}
function lookSoon(wait) { clearTimeout(viewTimer); viewTimer = setTimeout(look, wait); }
const clock = () => savedAt;

/* ---- recording ---- */
export function record(kind, key, content) {
  const at = `${kind}:${key}`;
  const before = latest(at);
  if (before && same(before, content)) return;
  queue.set(at, { kind, key, content, entry_id: uuid() });
  showSaved("saving", "Saving …");
  flush();
}

const same = (a, b) => Object.keys(b).every((name) => JSON.stringify(a[name] ?? null) === JSON.stringify(b[name] ?? null));

function latest(at) {
  return queue.get(at)?.content ?? sending?.get(at)?.content ?? held[at]?.content;
}

/* A finding's own entry has its id as the key; that of the other side beside it has the side as well: slump_test@left. */
export function recordFinding(id, changes) {
  const [finding, side = ""] = id.split("@");
  const before = latest(`finding:${id}`);
  const content = { finding, ...WITHDRAWN, ...before, ...(side || before?.result === "not_assessed" ? { side } : {}), ...changes };
  if (content.result === "not_assessed" && content.value) content.result = "value";
  if (content.result === "value" && !content.value) content.result = "not_assessed";
  record("finding", id, content);
}

async function flush() {
  if (sending || !queue.size || stopped) return;
  clearTimeout(timer);
  clearTimeout(viewTimer);
  viewing?.abort();
  sending = new Map(queue);
  queue.clear();
  const changes = [...sending].map(([at, change]) => ({ ...change, replaces: "replaces" in change ? change.replaces : held[at]?.id ?? null }));
  /* the id and what it replaces go together: tried again, it is the same entry */
  changes.forEach((change, i) => { [...sending.values()][i].replaces = change.replaces; sentIds.add(change.entry_id); });
  try {
    const { status, answer } = await send("entries", { changes, view: view({ draft: true }) });
    for (const entry of answer.recorded ?? []) held[`${entry.kind}:${entry.key}`] = { id: entry.id, content: entry.content };
    if (answer.pulse) pulse = answer.pulse;
    const first = sending;
    sending = null;
    if (answer.view && !queue.size) take(answer.view);
    for (const own of answer.conflicts?.filter((c) => sentIds.has(c.standing?.id)) ?? []) goOnFrom(own);
    if (answer.conflicts) answer.conflicts = answer.conflicts.filter((c) => !sentIds.has(c.standing?.id));
    if (answer.conflicts?.length) conflicts.show(answer.conflicts);
    if (status >= 400 && !(status === 409 && answer.conflicts)) refused(status, answer, first);
    else if (!queue.size && !conflicts.any()) showSaved("saved", `Saved ${clock()}`);
    else if (conflicts.any()) showSaved("failed", "Choose between two values");
    flush();
  } catch {
    for (const [at, change] of sending ?? []) if (!queue.has(at)) queue.set(at, change);
    sending = null;
    showSaved("failed", `Not saved: ${queue.size} waiting`);
    say("Not saved yet; what you entered is kept on this page and sent again.");
    timer = setTimeout(flush, RETRY_MS);
  }
}

/* The standing entry is this page's own, whose answer was lost: what was entered after it is a correction of it. */
function goOnFrom({ kind, key, standing, yours }) {
  const at = `${kind}:${key}`;
  held[at] = { id: standing.id, content: standing.content };
  if (!queue.has(at)) queue.set(at, { kind, key, content: yours.content, entry_id: uuid() });
}

/* A refusal is no failure of the line: trying the same again would not help. */
function refused(status, answer, first) {
  showSaved("failed", "Not recorded");
  const text = answer.what ?? answer.error ?? `The server answered ${status}.`;
  if (status === 409 || status === 403 || status === 401) { stopped = text; for (const [at, change] of first) if (!queue.has(at)) queue.set(at, change); }
  conflicts.tell(text, stopped ? "Open the page again" : "");
}

const conflicts = startConflicts({
  mine(conflict) {
    const at = `${conflict.kind}:${conflict.key}`;
    held[at] = conflict.standing ? { id: conflict.standing.id, content: conflict.standing.content } : undefined;
    if (!held[at]) delete held[at];
    queue.set(at, { kind: conflict.kind, key: conflict.key, content: conflict.yours.content, entry_id: uuid() });
    flush();
  },
  theirs(conflict) {
    const at = `${conflict.kind}:${conflict.key}`;
    if (conflict.standing) held[at] = { id: conflict.standing.id, content: conflict.standing.content };
    refresh();
  },
});

/* ---- looking: another card, other people's entries ---- */
async function look(extra = {}) {
  if (sending || queue.size) return false;
  viewing?.abort();
  const mine = new AbortController();
  viewing = mine;
  const all = puttingBack;
  try {
    const { status, answer } = await send("view", view(all ? { ...extra, put_back: true } : extra), mine.signal);
    if (status !== 200) { refused(status, answer, new Map()); return false; }
    if (sending || queue.size) return false;
    if (answer.view.held) { for (const at of Object.keys(held)) delete held[at]; Object.assign(held, answer.view.held); }
    pulse = answer.pulse;
    if (all) puttingBack = false;
    take(answer.view);
    if (!conflicts.any()) showSaved("saved", `Saved ${clock()}`);
    return true;
  } catch (error) {
    if (error.name !== "AbortError") {
      showSaved("failed", "No connection; nothing is lost");
      if (form.dataset.whole === "") lookSoon(RETRY_MS);
    }
    return false;
  } finally {
    if (viewing === mine) viewing = null;
  }
}

function refresh() {
  puttingBack = true;
  return look();
}

async function poll() {
  if (document.hidden || sending || queue.size || stopped) return;
  try {
    const response = await fetch(`${api}/pulse`, { headers: { Accept: "application/json", "X-Enthesis-Background": "1" }, credentials: "same-origin", cache: "no-store" });
    if (!response.ok) return;
    const now = await response.json();
    if (sending || queue.size) return;
    if (now.status !== "open") { stopped = "closed"; conflicts.tell("This encounter is no longer open: it was signed or handed on.", "Open the page again"); return; }
    if (now.n_entries !== pulse.n_entries) {
      if (await refresh()) say("Somebody else has recorded something; the page shows it.");
    } else if (document.getElementById("saved").dataset.state === "failed" && !conflicts.any()) showSaved("saved", `Saved ${clock()}`);
  } catch { showSaved("failed", "No connection; nothing is lost"); }
}

/* The page came as a draft: the card it opens with, intervals, next tests and reasons follow. */
if ("opening" in form.dataset) look({ card: "" }).finally(() => { delete form.dataset.opening; });

setInterval(poll, POLL_MS);
window.addEventListener("focus", poll);
window.addEventListener("online", () => { flush(); poll(); });
window.addEventListener("beforeunload", (event) => { if (queue.size || sending || conflicts.any()) event.preventDefault(); });

export function openCard(id, { soon = false, scroll = false } = {}) {
  form.querySelector("[name=current]").value = id;
  markCurrent(id);
  showTab("card");
  if (scroll) reveal(id, true);
  if (queue.size || sending) return Promise.resolve(true);
  clearTimeout(viewTimer);
  if (soon) { viewTimer = setTimeout(look, QUIET_MS); return Promise.resolve(true); }
  return look();
}

export function setState(id, state) {
  const radio = rowOf(id)?.querySelector(`input[type=radio][value="${state}"]`);
  if (!radio) return;
  radio.checked = true;
  const card = form.querySelector("[name=card_of]");
  const face = card?.value === id ? form.querySelector(`[name=card_state][value="${state}"]`) : null;
  if (face) face.checked = true;
  const side = face?.closest("[data-side]")?.dataset.side; /* what the card calls this side is what is recorded */
  form.querySelector("[name=current]").value = id;
  markCurrent(id);
  recordFinding(id, { result: state || "not_assessed", ...(side === undefined ? {} : { side }) });
}

/* The other side, by its key or by the finding beside which it stands. */
function setBeside(id, state) {
  const shown = form.querySelector("[name=card_of]")?.value === id ? form.querySelector("#card [data-beside]") : null;
  const key = shown?.dataset.beside ?? rowOf(id)?.dataset.beside;
  if (!key) { say("This finding is not recorded of two sides."); return; }
  const face = shown?.querySelector(`[value="${state}"]`);
  if (face) face.checked = true;
  recordFinding(key, { result: state || "not_assessed" });
  say(`${key.split("@")[1]} ${state || "not assessed"}`);
}

async function undo() {
  if (queue.size || sending) { setTimeout(undo, 150); return; }
  clearTimeout(viewTimer);
  viewing?.abort();
  try {
    const { status, answer } = await send("undo", view());
    if (status !== 200) { conflicts.tell(answer.what ?? "It could not be undone.", ""); return; }
    for (const at of Object.keys(held)) delete held[at];
    Object.assign(held, answer.view.held);
    pulse = answer.pulse;
    take(answer.view);
    say(answer.undone ? "The last change is undone." : "There is nothing to undo.");
    showSaved("saved", answer.undone ? `Undone ${clock()}` : "Nothing to undo");
  } catch { say("The server did not answer; nothing was undone."); }
}

/* ---- fields ---- */
function measure(field) {
  const { quantity, side } = field.dataset;
  const content = { quantity, side, number: null, grade: "", position: field.closest("tr")?.dataset.position ?? "", note: "" };
  if (field.matches("select")) { content.grade = field.value; content.position = ""; }
  else if (field.value.trim()) {
    const number = Number(field.value.replace(",", "."));
    field.setAttribute("aria-invalid", String(!(number >= 0 && number < 10_000)));
    if (!(number >= 0 && number < 10_000)) { say(`${field.getAttribute("aria-label")}: this is not a number; it is not recorded.`); return; }
    content.number = Math.round(number * Number(field.closest("table").dataset.perUnit) * 1000) / 1000;
  }
  if (!held[`measure:${quantity}:${side}`] && content.number === null && !content.grade) return;
  record("measure", `${quantity}:${side}`, content);
}

form.addEventListener("change", (event) => takeDown(event.target));

/* A field that came back under the writer's hands, its text put back in, sends no change of its own when it is left. */
form.addEventListener("focusout", (event) => {
  const at = event.target;
  if (!at.matches("input:not([type=radio]):not([type=checkbox]), textarea")) return;
  if (at.value !== at.defaultValue) takeDown(at);
  if (waiting.size) lookSoon(PAUSE_MS);
});

function takeDown(at) {
  const [kind, name] = [at.name?.slice(0, 2), at.name?.slice(2)];
  if (at.name === "card_state") setState(form.querySelector("[name=card_of]").value, at.value);
  else if (kind === "f." && name.includes("@")) recordFinding(name, { result: at.value || "not_assessed" });
  else if (kind === "f.") setState(name, at.value);
  else if (kind === "v.") recordFinding(name, { value: at.value.trim() });
  else if (kind === "s.") recordFinding(name, { side: at.value });
  else if (kind === "n.") recordFinding(name, { note: at.value.trim() });
  else if (kind === "m.") measure(at);
  else if (kind === "t.") record("text", name, { text: at.value.trim() });
  else if (at.name === "show") document.dispatchEvent(new CustomEvent("board:show", { detail: at.value }));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter;
  if (button?.dataset.part) { showTab("grades-panel"); document.getElementById(`part-${button.dataset.part}`)?.scrollIntoView({ block: "start" }); return; }
  if (button?.name === "card") {
    const inList = button.closest("#flow") && !button.closest("[data-region]");
    openCard(button.value, { scroll: !inList }).then((done) => { if (done && narrow()) document.getElementById("card").scrollIntoView({ block: "start" }); });
  } else if (button?.name === "explain") {
    form.elements.explained.value = button.value;
    look().then((done) => { if (done) document.getElementById("reasons").scrollIntoView({ block: "nearest" }); });
  } else if (button?.name === "show_now") {
    form.querySelector(`[name=show][value="${button.value}"]`).checked = true;
    document.dispatchEvent(new CustomEvent("board:show", { detail: button.value, bubbles: true }));
  } else if (button?.name === "confirm") {
    const [finding, state] = button.value.split("|");
    setState(finding, state);
  } else if (button?.name === "flag") {
    const action = form.elements[`rf.${button.value}`];
    if (!action.value) { say("Choose what was done first."); action.focus(); return; }
    record("red_flag", button.value, { action: action.value, reason: form.elements[`rr.${button.value}`].value.trim() });
  } else if (button?.value === "diagnosis") {
    const agrees = form.querySelector("[name='dx.agrees']:checked")?.value;
    if (!agrees) { say("Choose accept, differ or leave open first."); form.querySelector("[name='dx.agrees']").focus(); return; }
    const sources = [...form.querySelectorAll("[name^='dx.source.']:checked")].map((box) => box.name.slice("dx.source.".length));
    record("diagnosis", "own", { agrees, sources, reason: form.elements["dx.reason"].value.trim() });
  } else if (button?.value === "undo") undo();
  else flush();
});

form.addEventListener("focusin", (event) => {
  const row = event.target.closest?.(".row");
  if (row && event.target.matches("input") && row.dataset.id !== currentId()) openCard(row.dataset.id, { soon: true });
});

/* ---- tabs of the middle ---- */
const TABS = ["card", "grades-panel", "strength-panel", "movements-panel"];
export function showTab(id) {
  if (document.getElementById(id).hidden === false && document.querySelector(`[data-tab="${id}"]`).getAttribute("aria-selected") === "true") return;
  for (const tab of TABS) {
    document.getElementById(tab).hidden = tab !== id;
    document.querySelector(`[data-tab="${tab}"]`).setAttribute("aria-selected", String(tab === id));
    document.querySelector(`[data-tab="${tab}"]`).tabIndex = tab === id ? 0 : -1;
  }
  document.querySelector(".mid").scrollTop = 0;
}
document.querySelector(".mid-tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  event.stopPropagation();
  const next = TABS[(TABS.indexOf(event.target.dataset.tab) + step + TABS.length) % TABS.length];
  showTab(next);
  document.querySelector(`[data-tab="${next}"]`).focus();
});

document.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-tab]");
  if (tab) showTab(tab.dataset.tab);
  const all = event.target.closest("[data-all]");
  if (all) for (const field of document.querySelectorAll(`#part-${all.dataset.all} select`)) if (!field.value) { field.value = all.dataset.normal; measure(field); }
  const point = event.target.closest("[data-cycle]");
  if (point) {
    const field = document.getElementById(point.dataset.cycle);
    field.selectedIndex = (field.selectedIndex + 1) % field.options.length;
    measure(field);
  }
  if (event.target.closest("[data-do]")?.dataset.do === "help") document.getElementById("help").showModal();
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

for (const name of document.querySelectorAll(".row-n")) name.tabIndex = -1;
for (const tab of TABS.slice(1)) { document.getElementById(tab).hidden = true; document.querySelector(`[data-tab="${tab}"]`).tabIndex = -1; }
if (narrow()) for (const group of form.querySelectorAll("details[data-group]")) group.open = false;
startSearch({ form, say });
startKeys({ form, say, setState, setBeside, openCard, reveal, post: (extra = {}) => (extra.action === "undo" ? undo() : flush()), currentId, rowOf, save: () => { flush(); say(queue.size || sending ? "Sending." : "Everything is saved."); } });
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
