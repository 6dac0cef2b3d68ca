/* The board in the browser: post a change, swap the regions that changed. Nothing is stored but the switch for shortcuts.
   Without this file the same form works with its buttons. */
import { startKeys } from "./keys.js";
import { currentId, form, known, markCurrent, narrow, reveal, rowOf, say, swap } from "./regions.js";
import { startSearch } from "./search.js";

const QUIET_MS = 60;
let running = null;
let waiting = 0;

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
