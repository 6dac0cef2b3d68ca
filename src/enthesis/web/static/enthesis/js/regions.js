/* What the board and the examination room share: swapping the regions that changed, and finding one's way among the rows. */
export const form = document.getElementById("board");
export const known = {};
export const waiting = new Set(); /* regions that were not redrawn since somebody types in them */
const said = document.getElementById("said");
let firstSource = form.querySelector("[name=first]").value;
let flagCount = document.querySelectorAll(".raised").length;

document.documentElement.classList.add("js");

export const say = (text) => { said.textContent = ""; requestAnimationFrame(() => { said.textContent = text; }); };
export const rowOf = (id) => document.getElementById(`row-${id}`);
export const currentId = () => form.querySelector("[name=current]").value;
export const narrow = () => matchMedia("(max-width: 700px)").matches;

function focusPlace() {
  const at = document.activeElement;
  if (!at || at === document.body || !at.closest("[data-region]")) return null;
  const place = { id: at.id, name: at.getAttribute("name"), value: at.value, type: at.type, region: at.closest("[data-region]").dataset.region };
  if (at.type === "text" || at.type === "textarea") { place.caret = at.selectionStart; place.typed = at.value !== at.defaultValue ? at.value : undefined; }
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
    if (place.typed !== undefined && found.name === place.name && found.type === place.type) found.value = place.typed; /* what is being typed stays */
    found.focus({ preventScroll: true });
    if (place.caret !== undefined && found.type === "text") found.setSelectionRange(place.caret, place.caret);
  }
}

/* What is chosen or written and waits for its button: the own view, and the answer to a red flag. */
const WITH_BUTTON = "[name^='dx.'], [name^='rf.'], [name^='rr.']";
const stateOf = (field) => (field.matches("[type=radio], [type=checkbox]") ? field.checked : field.value);
const stateSent = (field) => {
  if (field.matches("[type=radio], [type=checkbox]")) return field.defaultChecked;
  return field.options ? ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]).value : field.defaultValue;
};
const notSent = (region) => [...region.querySelectorAll(WITH_BUTTON)].filter((field) => stateOf(field) !== stateSent(field));

function putIn(region, fields) {
  for (const { name, value, checked, type } of fields) {
    const choice = type === "radio" || type === "checkbox";
    const field = region.querySelector(`[name="${CSS.escape(name)}"]${choice ? `[value="${CSS.escape(value)}"]` : ""}`);
    if (field && choice) field.checked = checked;
    else if (field) field.value = value;
  }
}

export function swap(answer) {
  const place = focusPlace();
  /* What is typed into the card of one finding is recorded there before another card takes its place. */
  if (place?.typed !== undefined && place.region === "card" && answer.card !== form.elements.card_of.value) document.activeElement.dispatchEvent(new Event("change", { bubbles: true }));
  for (const [name, [digest, html]] of Object.entries(answer.regions)) {
    if (name === "summary") { setTimeout(() => { document.querySelector("[data-region=summary]").innerHTML = html; }); known[name] = digest; continue; }
    const region = document.querySelector(`[data-region="${name}"]`);
    if (!region) continue;
    /* Under the writer's hands a field could go away, and the next letters would be taken for shortcuts. */
    if (place?.typed !== undefined && place.region === name && name !== "card") { waiting.add(name); continue; }
    waiting.delete(name);
    const open = [...region.querySelectorAll("details")].map((d) => d.open);
    const entered = notSent(region);
    region.innerHTML = html;
    putIn(region, entered);
    [...region.querySelectorAll("details")].forEach((d, i) => { if (i < open.length && name !== "notices") d.open = open[i]; });
    known[name] = digest;
  }
  showImplied(answer.implied);
  showMarks(answer.marks);
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

function showMarks(marks) {
  for (const mark of form.querySelectorAll(".row .mark:not([hidden])")) {
    if (!(mark.closest(".row").dataset.id in marks)) { mark.hidden = true; mark.textContent = ""; }
  }
  for (const [id, text] of Object.entries(marks)) {
    const mark = rowOf(id)?.querySelector(".mark");
    if (mark && mark.textContent !== text) { mark.hidden = false; mark.textContent = text; }
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
    if (form.elements[name]) form.elements[name].value = state[name] ?? "";
  }
}

export function markCurrent(id) {
  for (const row of form.querySelectorAll(".row.cur")) {
    if (row.dataset.id !== id) { row.classList.remove("cur"); row.removeAttribute("aria-current"); }
  }
  const row = rowOf(id);
  if (row) { row.classList.add("cur"); row.setAttribute("aria-current", "true"); }
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
