/* Keep each answer as it is given; say so; never lose one in silence. Without this script the buttons keep the page. */
const form = document.getElementById("intake");
const said = document.getElementById("saved");
const WAIT_MS = 600;
const AGAIN_MS = 4000;
let timer = 0;
let pending = false;
let leaving = false;

async function keep() {
  timer = 0;
  pending = false;
  said.textContent = "Saving …";
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Enthesis-Autosave": "1" },
      credentials: "same-origin",
    });
    const body = await answer.json();
    said.textContent = body.saved ? "Saved" : body.what || "Not saved";
    if (answer.status === 401) leaving = true;
  } catch {
    pending = true;
    said.textContent = "Not saved yet: no connection";
    timer = setTimeout(keep, AGAIN_MS);
  }
}

function soon() {
  pending = true;
  clearTimeout(timer);
  timer = setTimeout(keep, WAIT_MS);
}

form.addEventListener("input", soon);
form.addEventListener("drawing-changed", soon);
form.addEventListener("change", (event) => {
  const box = event.target;
  if (box.type === "checkbox" && box.checked && box.closest(".q-several")) {
    // "None of these" and anything else exclude each other.
    for (const other of box.closest("fieldset").querySelectorAll("input[type=checkbox]"))
      if (other !== box && (box.hasAttribute("data-none") || other.hasAttribute("data-none"))) other.checked = false;
  }
});
form.addEventListener("submit", () => {
  leaving = true;
  clearTimeout(timer);
});
window.addEventListener("beforeunload", (event) => {
  if (pending && !leaving) event.preventDefault();
});
document.getElementById("title")?.focus({ preventScroll: true });
