/* Lock the screen when the server's time is up, over the page as it stands: what was typed is still there after unlocking.
   The server locks by itself; this script only shows it, and tells it that a person is at work who asks for nothing. */
import { startPasskeyForm } from "./passkeys.js";

const BACKGROUND = { Accept: "application/json", "X-Enthesis-Background": "1" };
const TELL_EVERY_MS = 20_000;
const SOONEST_MS = 1_000;
let over = null;
let toldAt = Date.now();
let timer = 0;
const base = document.querySelector("meta[name=enthesis-lock]")?.content ?? "/account/";
const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

async function look() {
  clearTimeout(timer);
  try {
    const answer = await fetch(`${base}lock/state/`, { headers: BACKGROUND, cache: "no-store" });
    const state = await answer.json();
    if (state.signed_out) { location.reload(); return; }
    if (state.locked || state.seconds_left === 0) { await cover(); return; }
    uncover();
    if (state.seconds_left !== null) timer = setTimeout(look, Math.max(SOONEST_MS, state.seconds_left * 1000 + 500));
  } catch {
    timer = setTimeout(look, 30_000);
  }
}

async function cover() {
  if (over) return;
  over = document.createElement("dialog");
  over.className = "lock-over";
  over.setAttribute("aria-labelledby", "lock-title");
  over.addEventListener("cancel", (event) => event.preventDefault());
  document.documentElement.classList.add("is-locked");
  document.body.append(over);
  over.showModal();
  const answer = await fetch(`${base}lock/panel/`, { headers: { Accept: "text/html", "X-Enthesis-Background": "1" }, cache: "no-store" });
  if (answer.redirected || !answer.ok) { location.reload(); return; }
  const box = document.createElement("div");
  box.innerHTML = await answer.text();
  over.append(box);
  for (const form of box.querySelectorAll("form[data-unlock]")) {
    form.addEventListener("submit", (event) => { event.preventDefault(); open(form); });
    form.elements.password.focus();
  }
  for (const form of box.querySelectorAll("form[data-passkey]")) {
    if (window.PublicKeyCredential) startPasskeyForm(form, () => open(form));
    else form.hidden = true;
  }
}

async function open(form) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
  if (answer.ok) { uncover(); look(); return; }
  if (answer.status !== 403 && answer.status !== 429) { location.reload(); return; }
  const { error } = await answer.json();
  let said = over.querySelector(".fault.tried");
  if (!said) {
    said = document.createElement("p");
    said.className = "fault tried";
    said.setAttribute("role", "alert");
    over.querySelector("form").before(said);
  }
  said.textContent = error;
  if (form.elements.password) { form.elements.password.value = ""; form.elements.password.focus(); }
}

function uncover() {
  if (!over) return;
  over.close();
  over.remove();
  over = null;
  document.documentElement.classList.remove("is-locked");
  document.dispatchEvent(new CustomEvent("enthesis:unlocked"));
}

function atWork() {
  if (over || Date.now() - toldAt < TELL_EVERY_MS) return;
  toldAt = Date.now();
  fetch(`${base}here/`, { method: "POST", headers: { "X-CSRFToken": token(), Accept: "application/json" } }).then((answer) => {
    if (answer.status === 423) cover();
    else look();
  }).catch(() => {});
}

for (const deed of ["pointerdown", "keydown", "wheel"]) addEventListener(deed, atWork, { passive: true, capture: true });
/* A save that met the lock says so; other scripts send this event. */
document.addEventListener("enthesis:locked", cover);
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
addEventListener("pageshow", look);
look();
