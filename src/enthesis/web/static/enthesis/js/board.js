/* The board in the browser: post a change, swap the regions that changed. Nothing is stored but the switch for shortcuts.
   Without this file the same form works with its buttons. */
import { startKeys } from "./keys.js";
import { startSearch } from "./search.js";

const form = document.getElementById("board");
const said = document.getElementById("said");
const known = {};
const QUIET_MS = 60;
let running = null;
let waiting = 0;
let firstSource = form.querySelector("[name=first]").value;
let flagCount = document.querySelectorAll(".raised").length;

document.documentElement.classList.add("js");

export const say = (text) => { said.textContent = ""; requestAnimationFrame(() => { said.textContent = text; }); };
export const rowOf = (id) => document.getElementById(`row-${id}`);
export const currentId = () => form.querySelector("[name=current]").value;

/* Only what carries an answer is sent: fields that are empty mean the same when they are missing. */
function body(extra) {
  const sent = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && (value !== "" || name === "card_state")) sent.append(name, value);
  }
  sent.set("known", JSON.stringify(known));
  for (const [name, value] of Object.entries(extra)) sent.set(name, value);
  return sent;
}

function focusPlace() {
  const at = document.activeElement;
  if (!at || at === document.body || !at.closest("[data-region]")) return null;
  const place = { id: at.id, name: at.getAttribute("name"), value: at.value, type: at.type, region: at.closest("[data-region]").dataset.region };
  if (at.type === "text") place.caret = at.selectionStart;
  return place;
}

function focusAgain(place) {
  if (!place || (document.activeElement && document.activeElement !== document.body)) return;
  const region = document.querySelector(`[data-region="${place.region}"]`);
  const quoted = (text) => `"${CSS.escape(text)}"`;
  let found = place.id ? document.getElementById(place.id) : null;
  if (!found && place.name && place.type === "radio") found = region.querySelector(`[name=${quoted(place.name)}]:checked`);
  if (!found && place.name && place.value) found = region.querySelector(`[name=${quoted(place.name)}][value=${quoted(place.value)}]`);
  if (!found && place.name) found = region.querySelector(`[name=${quoted(place.name)}]`);
  if (!found) found = region.querySelector("button, a, input");
  if (found) {
    found.focus({ preventScroll: true });
    if (place.caret !== undefined && found.type === "text") found.setSelectionRange(place.caret, place.caret);
  }
}

function swap(answer) {
  const place = focusPlace();
  for (const [name, [digest, html]] of Object.entries(answer.regions)) {
    if (name === "summary") { setTimeout(() => { document.querySelector("[data-region=summary]").innerHTML = html; }); known[name] = digest; continue; }
    const region = document.querySelector(`[data-region="${name}"]`);
    if (!region) continue;
    const open = [...region.querySelectorAll("details")].map((d) => d.open);
    region.innerHTML = html;
    [...region.querySelectorAll("details")].forEach((d, i) => { if (i < open.length && name !== "notices") d.open = open[i]; });
    known[name] = digest;
  }
  showImplied(answer.implied);
  if (answer.state) putBack(answer.state);
  markCurrent(answer.card);
  focusAgain(place);
  if (answer.n_flags > flagCount) say(`Red flag raised. First source: ${answer.first.name}, ${answer.first.probability} percent.`);
  else if (answer.first.id !== firstSource) say(`First source now: ${answer.first.name}, ${answer.first.probability} percent.`);
  firstSource = answer.first.id;
  flagCount = answer.n_flags;
}

function showImplied(implied) {
  for (const mark of document.querySelectorAll(".implied:not([hidden])")) {
    if (!(mark.closest(".row").dataset.id in implied)) { mark.hidden = true; mark.textContent = ""; }
  }
  for (const [id, state] of Object.entries(implied)) {
    const mark = rowOf(id)?.querySelector(".implied");
    if (mark) { mark.hidden = false; mark.textContent = `${state} from the details`; }
  }
}

/* After undo: every control shows what the server says. */
function putBack(state) {
  for (const row of form.querySelectorAll(".row")) {
    const radio = row.querySelector(`input[type=radio][value="${state[`f.${row.dataset.id}`] ?? ""}"]`);
    if (radio) radio.checked = true;
    const measure = row.querySelector("input.value");
    if (measure) measure.value = state[`v.${row.dataset.id}`] ?? "";
  }
  for (const name of ["age", "sex", "affected_side", "sport", "onset", "duration_weeks", "setting", "note"]) {
    form.elements[name].value = state[name] ?? "";
  }
}

export function markCurrent(id) {
  for (const row of form.querySelectorAll(".row.cur")) {
    if (row.dataset.id !== id) { row.classList.remove("cur"); row.removeAttribute("aria-current"); }
  }
  const row = rowOf(id);
  if (row) { row.classList.add("cur"); row.setAttribute("aria-current", "true"); }
}

/* Post the board. A newer post replaces one that is still under way: the form holds everything, so nothing is lost. */
export async function post(extra = {}) {
  clearTimeout(waiting);
  running?.abort();
  const mine = new AbortController();
  running = mine;
  try {
    const response = await fetch(form.getAttribute("action"), {
      method: "POST", body: body(extra), signal: mine.signal, credentials: "same-origin", headers: { "X-Enthesis-Regions": "1" },
    });
    if (!response.ok || !response.headers.get("content-type")?.includes("json")) throw new Error(String(response.status));
    swap(await response.json());
    form.dataset.drawn = String(performance.now());
    document.body.classList.remove("behind");
    return true;
  } catch (error) {
    if (error.name === "AbortError") return false;
    document.body.classList.add("behind");
    say("The server did not answer; the figures shown are from before. What you entered is still in the form.");
    return false;
  } finally {
    if (running === mine) running = null;
  }
}

export function postSoon(extra = {}) {
  clearTimeout(waiting);
  waiting = setTimeout(() => post(extra), QUIET_MS);
}

/* Open a finding: its row is marked at once, its card follows. */
export function openCard(id, { soon = false, scroll = false } = {}) {
  form.querySelector("[name=current]").value = id;
  markCurrent(id);
  if (scroll) reveal(id, true);
  if (soon) { postSoon(); return Promise.resolve(true); }
  return post();
}

export function reveal(id, centre = false) {
  const row = rowOf(id);
  if (!row) return;
  const group = row.closest("details");
  if (row.hidden || group.hidden) return;
  group.open = true;
  const flow = document.getElementById("flow");
  const head = group.querySelector("summary").offsetHeight;
  const box = flow.getBoundingClientRect(), at = row.getBoundingClientRect();
  if (flow.scrollHeight > flow.clientHeight + 1) {
    if (centre) flow.scrollBy({ top: at.top - box.top - box.height / 3 });
    else if (at.top < box.top + head) flow.scrollBy({ top: at.top - box.top - head - 4 });
    else if (at.bottom > box.bottom) flow.scrollBy({ top: at.bottom - box.bottom + 4 });
  } else row.scrollIntoView({ block: "nearest" });
}

export function setState(id, state) {
  const radio = rowOf(id)?.querySelector(`input[type=radio][value="${state}"]`);
  if (!radio) return;
  radio.checked = true;
  const card = form.querySelector("[name=card_of]");
  if (card && card.value === id) {
    const same = form.querySelector(`[name=card_state][value="${state}"]`);
    if (same) same.checked = true;
  }
  openCard(id);
}

form.addEventListener("change", (event) => {
  const at = event.target;
  if (at.name === "card_state") setState(form.querySelector("[name=card_of]").value, at.value);
  else if (at.name?.startsWith("f.")) setState(at.name.slice(2), at.value);
  else if (at.name === "show") document.dispatchEvent(new CustomEvent("board:show", { detail: at.value }));
  else if (at.type !== "file" && at.name !== "q") post();
});

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.id === "save" || button?.value === "load") return;
  event.preventDefault();
  if (button?.name === "card") {
    const inList = button.closest("#flow") && !button.closest("[data-region]");
    openCard(button.value, { scroll: !inList }).then((done) => {
      if (done && narrow()) document.getElementById("card").scrollIntoView({ block: "start" });
    });
  } else if (button?.name === "explain") {
    post({ explain: button.value }).then((done) => { if (done) document.getElementById("reasons").scrollIntoView({ block: "nearest" }); });
  } else if (button?.name === "show_now") {
    form.querySelector(`[name=show][value="${button.value}"]`).checked = true;
    document.dispatchEvent(new CustomEvent("board:show", { detail: button.value, bubbles: true }));
  } else if (button?.value === "undo") post({ action: "undo" });
  else post();
});

const narrow = () => matchMedia("(max-width: 700px)").matches;

/* Moving the focus into a row opens its finding. */
form.addEventListener("focusin", (event) => {
  const row = event.target.closest?.(".row");
  if (row && event.target.matches("input") && row.dataset.id !== currentId()) openCard(row.dataset.id, { soon: true });
});

document.addEventListener("click", (event) => {
  const wanted = event.target.closest("[data-do]")?.dataset.do;
  if (wanted === "print") window.print();
  if (wanted === "help") document.getElementById("help").showModal();
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

for (const name of document.querySelectorAll(".row-n")) name.tabIndex = -1;
if (narrow()) for (const group of form.querySelectorAll("details[data-group]")) group.open = false;
startSearch({ form, say });
startKeys({ form, say, setState, openCard, reveal, post, currentId, rowOf });
window.addEventListener("pageshow", (event) => { if (event.persisted) post(); });
