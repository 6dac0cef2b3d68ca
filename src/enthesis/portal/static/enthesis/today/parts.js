/* The controls of the forms. Each is plain form markup, so that a keyboard and a screen reader know it; `value` is what stands there. */
import { h } from "./dom.js";
import { words } from "./words.js";

const heading = (words_, hint) => [h("legend", {}, words_), hint && h("p", { class: "hint" }, hint)];

/* 0 to 10, and Skip. Reads as a number, or null for skipped and for never touched. */
export function scale(name, legend, value = null, ends = [words.scale.low, words.scale.high], hint = "") {
  const option = (number) => h("label", { class: "n" },
    h("input", { type: "radio", name, value: String(number), checked: value === number }), h("span", {}, String(number)), h("i", { class: `bar${number}` }));
  return h("fieldset", { class: "ask" }, ...heading(legend, hint),
    h("div", { class: "scale" }, Array.from({ length: 11 }, (_, number) => option(number)),
      h("label", { class: "n pass" }, h("input", { type: "radio", name, value: "" }), h("span", {}, words.skip))),
    h("p", { class: "ends", "aria-hidden": "true" }, h("span", {}, ends[0]), h("span", {}, ends[1])));
}

/* One of a few answers; pairs of value and words. `value` undefined: none is chosen yet. */
export function choices(name, legend, pairs, value, hint = "") {
  return h("fieldset", { class: "ask" }, ...heading(legend, hint), h("div", { class: "choices" }, pairs.map(([given, said]) =>
    h("label", { class: "choice" }, h("input", { type: "radio", name, value: JSON.stringify(given), checked: given === value }), h("span", {}, said)))));
}

export const yesNo = (name, legend, value) => choices(name, legend, [[true, words.yes], [false, words.no], [null, words.unsure]], value ?? undefined);

/* A number with a button either side; may be left empty. */
export function stepper(name, label, value, { step = 1, most = 999, decimals = 0 } = {}) {
  const shown = (number) => (decimals ? String(Math.round(number * 100) / 100) : String(Math.round(number)));
  const field = h("input", { type: "text", inputmode: decimals ? "decimal" : "numeric", name, id: `f-${name}`, class: "input", autocomplete: "off",
    "data-number": String(most), value: value === null || value === undefined ? "" : shown(value) });
  const move = (by) => () => {
    const now = readNumber(field.value) ?? 0;
    field.value = shown(Math.min(most, Math.max(0, now + by)));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const turn = (sign, words_, by) => h("button", { type: "button", class: "btn turn", "aria-label": words_, onclick: move(by) }, sign);
  return h("div", { class: "ask" }, h("label", { for: `f-${name}` }, label),
    h("div", { class: "stepper" }, turn("−", words.exercise.minus(label), -step), field, turn("+", words.exercise.plus(label), step)));
}

export function readNumber(text) {
  const tidy = text.trim().replace(",", ".");
  return tidy !== "" && Number.isFinite(Number(tidy)) && Number(tidy) >= 0 ? Number(tidy) : null;
}

export const select = (name, label, pairs, value) => h("div", { class: "ask" }, h("label", { for: `f-${name}` }, label),
  h("select", { name, id: `f-${name}`, class: "input" }, pairs.map(([given, said]) => h("option", { value: given, selected: given === value }, said))));

/* What a form says, by name: radios of a scale as number or null, choices as they were given, numbers as numbers. */
export function readForm(form) {
  const said = {};
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.type === "radio") {
      said[field.name] ??= null;
      if (field.checked) said[field.name] = field.value === "" ? null : JSON.parse(field.value);
    } else if (field.dataset.number) {
      const number = readNumber(field.value);
      said[field.name] = number === null || number > Number(field.dataset.number) ? null : number;
    } else {
      said[field.name] = field.value;
    }
  }
  return said;
}

/* Keep what was half filled in: `draft` is a plain object that is written to as the form changes, and put back when it is drawn. */
export function withDraft(form, draft, changed) {
  for (const field of form.elements) {
    if (!field.name || !(field.name in draft)) continue;
    if (field.type === "radio") field.checked = field.value === draft[field.name];
    else field.value = draft[field.name];
  }
  form.addEventListener("input", ({ target }) => {
    if (!target.name) return;
    draft[target.name] = target.value;
    changed();
  });
  return form;
}

export const sentence = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
export const card = (title, ...inside) => h("section", { class: "card" }, title && h("h2", {}, title), ...inside);
export const title = (text) => h("h1", { id: "title", tabindex: "-1" }, text);
