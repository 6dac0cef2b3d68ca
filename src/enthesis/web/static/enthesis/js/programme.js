/* The editor of a programme without reloading: a button sends the whole form as it would without script, and the form that comes
   back takes its place. Where that fails, the browser sends it in its own way. */
let form = document.getElementById("programme");

function take(button) {
  const posted = new FormData(form);
  posted.set("act", button.value);
  return fetch(form.action, { method: "POST", body: posted, headers: { Accept: "text/html" }, redirect: "manual" });
}

async function work(button) {
  form.setAttribute("aria-busy", "true");
  const open = [...form.querySelectorAll("details.fold[open]")].map((fold) => fold.closest("li").querySelector("input[type=hidden]").value);
  try {
    const answer = await take(button);
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("programme");
    if (!found) throw new Error("no form");
    const said = found.querySelector("#said");
    const words = said.textContent;
    said.textContent = "";
    form.replaceWith(found);
    form = found;
    for (const fold of form.querySelectorAll("details.fold")) fold.open = open.includes(fold.closest("li").querySelector("input[type=hidden]").value);
    const wanted = form.dataset.focus && document.getElementById(form.dataset.focus);
    const problem = form.querySelector("[role=alert]");
    if (problem) problem.scrollIntoView({ block: "center" });
    else (wanted?.disabled ? wanted.parentElement.querySelector("button:not([disabled])") : wanted)?.focus();
    said.textContent = words;  // after it stands in the page, so that it is read out
    listen();
  } catch {
    listen(false);
    button.click();
  } finally {
    form.removeAttribute("aria-busy");
  }
}

function onClick(event) {
  const button = event.target.closest("button[name=act]");
  if (!button || button.value === "save" || button.value === "check") return;
  event.preventDefault();
  void work(button);
}

function onKey(event) {
  if (event.key !== "Enter" || !event.target.dataset.add) return;
  event.preventDefault();
  event.target.closest(".adder").querySelector("button").click();
}

function listen(on = true) {
  form.removeEventListener("click", onClick);
  form.removeEventListener("keydown", onKey);
  if (!on) return;
  form.addEventListener("click", onClick);
  form.addEventListener("keydown", onKey);
}
listen();
