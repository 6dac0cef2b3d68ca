/* The pain drawing saves itself: one entry for each pause in drawing, with an id of its own, so that sending it again after a
   lost connection records it once. Who was first is told, and both drawings are kept. Without this file the form has a button. */
const PAUSE_MS = 700, AGAIN_MS = 5000;
const form = document.getElementById("chart-form");
const proposals = document.getElementById("proposals");
const saved = document.getElementById("saved");
const clash = document.getElementById("clash");
const list = document.getElementById("said-list");
let waiting = 0, running = null, unsaved = false, entry = "", sent = "";

addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
const chart = () => form.querySelector("enthesis-body-chart");
const tell = (text, state = "") => { if (saved.textContent !== text) saved.textContent = text; saved.dataset.state = state; };
const newId = () => crypto.randomUUID ? crypto.randomUUID() : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16));

async function ask(data) {
  const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
  const got = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
  return [answer, got];
}

function show(got) {
  list.replaceChildren(...(got.said.length ? got.said : ["Nothing is drawn."]).map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  const focused = proposals.contains(document.activeElement);
  proposals.querySelector("[data-proposals]").innerHTML = got.proposals;
  if (focused) (proposals.querySelector("button") ?? document.getElementById("proposed")).focus();
}

async function send() {
  clearTimeout(waiting);
  if (running) await running;
  if (!unsaved || !clash.hidden) return;
  const data = new FormData(form), value = form.elements.drawing.value;
  if (!entry || sent !== value) { entry = newId(); sent = value; }
  data.set("entry_id", entry);
  tell("Saving …");
  running = (async () => {
    try {
      const [answer, got] = await ask(data);
      if (answer.ok && got) {
        form.elements.replaces.value = got.id;
        entry = "";
        if (form.elements.drawing.value === value) { unsaved = false; tell(`Saved ${got.at}`, "saved"); show(got); } else later();
      } else if (got?.conflict) {
        entry = "";
        askWhich(got);
      } else tell(`Not saved: ${got?.what || got?.error || "sign in again in another tab, then draw on."}`, "failed");
    } catch {
      tell("Not saved: no connection. It is tried again.", "failed");
      waiting = setTimeout(send, AGAIN_MS);
    }
  })();
  await running;
  running = null;
}

function later() { clearTimeout(waiting); waiting = setTimeout(send, PAUSE_MS); }

function askWhich(got) {
  const box = document.createElement("div"), said = document.createElement("p");
  said.textContent = `${got.who} drew something else at ${got.at}: ${got.said.join(" ") || "nothing"} Yours is not saved.`;
  const button = (text, act) => Object.assign(document.createElement("button"), { type: "button", className: "btn btn-s", textContent: text, onclick: act });
  box.append(said,
    button(`Keep ${got.who}’s`, () => { unsaved = false; location.reload(); }),
    button("Use mine", () => { form.elements.replaces.value = got.id; clash.hidden = true; clash.replaceChildren(); send(); }));
  clash.replaceChildren(box);
  clash.hidden = false;
  tell("Not saved", "failed");
}

/* Strokes belong to the figure they were drawn on; tapped areas hold on every figure. */
function lockBuilds() {
  let strokes = false;
  try { strokes = JSON.parse(form.elements.drawing.value || '{"areas":[]}').areas.some((area) => area.strokes.length); } catch { strokes = true; }
  for (const radio of form.elements.build) radio.disabled = strokes && !radio.checked;
  document.getElementById("build-said").hidden = !strokes;
}

form.addEventListener("drawing-changed", () => { unsaved = true; tell("Not saved yet"); lockBuilds(); later(); });
form.addEventListener("submit", (event) => { event.preventDefault(); unsaved = true; send(); });
for (const radio of form.elements.build) {
  radio.addEventListener("change", () => {
    const old = chart(), text = form.elements.drawing.value;
    const fresh = document.createElement("enthesis-body-chart");
    fresh.dataset.figure = radio.dataset.figure;
    fresh.dataset.build = radio.value;
    fresh.dataset.view = old.view || "back";
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "drawing", value: text ? JSON.stringify({ ...JSON.parse(text), build: radio.value }) : "" });
    field.dataset.drawing = "";
    fresh.append(field);
    old.replaceWith(fresh);
    if (text) { unsaved = true; tell("Not saved yet"); later(); }
  });
}

proposals.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button?.value) return;
  event.preventDefault();
  if (unsaved) await send();
  const data = new FormData(proposals);
  data.set("confirm", button.value);
  try {
    const [answer, got] = await ask(data);
    if (got?.proposals) show(got);
    if (answer.ok && got) tell("Finding recorded");
    else tell(`Not recorded: ${got?.fault || got?.what || got?.error || "sign in again in another tab."}`, "failed");
  } catch { tell("Not recorded: no connection.", "failed"); }
});
