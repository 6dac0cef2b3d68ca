/* Keep each answer as it is given; say so; never lose one in silence. Without this script the buttons keep the page.
   One save at a time, so that an earlier one never arrives after a later one. */
const form = document.getElementById("intake");
const said = document.getElementById("saved");
const WAIT_MS = 600;
const WAIT_DRAWING_MS = 2500;
const AGAIN_MS = 4000;
let timer = 0;
let unsaved = false;
let closed = false;
let saving = null;
let leaving = false;

/* Resolves to whether the clinic was reached. */
async function save() {
  unsaved = false;
  said.textContent = said.dataset.saving;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Enthesis-Autosave": "1" },
      credentials: "same-origin",
    });
    const body = await answer.json();
    if (answer.status === 401 || answer.status === 409) closed = true;
    if (!unsaved) said.textContent = body.saved ? said.dataset.saved : body.what || said.dataset.notSaved;
    return true;
  } catch {
    unsaved = true;
    said.textContent = said.dataset.offline;
    later(AGAIN_MS);
    return false;
  }
}

function later(ms) {
  clearTimeout(timer);
  timer = setTimeout(now, ms);
}

function now() {
  clearTimeout(timer);
  if (leaving) return;
  saving = (saving ?? Promise.resolve()).then(save);
}

function changed(event) {
  unsaved = true;
  later(event.type === "drawing-changed" || event.target.closest?.("enthesis-body-chart") ? WAIT_DRAWING_MS : WAIT_MS);
}

form.addEventListener("input", changed);
form.addEventListener("drawing-changed", changed);
form.addEventListener("change", (event) => {
  const box = event.target;
  if (box.type === "checkbox" && box.checked && box.closest(".q-several")) {
    // "None of these" and anything else exclude each other.
    for (const other of box.closest("fieldset").querySelectorAll("input[type=checkbox]"))
      if (other !== box && (box.hasAttribute("data-none") || other.hasAttribute("data-none"))) other.checked = false;
  }
});
form.addEventListener("submit", (event) => {
  if (leaving) return;
  event.preventDefault();
  const button = event.submitter;
  if (unsaved || !saving) now();
  // Only when the clinic was reached: what was typed must not be lost in a page that cannot be shown.
  (saving ?? Promise.resolve(true)).then((reached) => {
    if (!reached) return;
    leaving = true;
    clearTimeout(timer);
    // After this event has ended: while it lasts, a form cannot be sent again.
    setTimeout(() => form.requestSubmit(button));
  });
});
window.addEventListener("online", () => { if (unsaved) now(); });
window.addEventListener("beforeunload", (event) => {
  if (unsaved && !leaving && !closed) event.preventDefault();
});
/* A page that the browser kept while away may be out of date, or no longer this patient's to see. */
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
document.getElementById("title")?.focus({ preventScroll: true });
