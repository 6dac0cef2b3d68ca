/* Before a plan is on this phone: the code from the paper. */
import { h } from "../dom.js";
import { title } from "../parts.js";
import { words } from "../words.js";

export function linkScreen(state, app) {
  const w = words.link;
  const form = h("form", { class: "entry", novalidate: true }, h("div", { class: "ask" }, h("label", { for: "f-code" }, w.label),
    h("input", { id: "f-code", name: "code", class: "input code", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: 120 })),
    h("button", { type: "submit", class: "btn btn-primary btn-big wide" }, w.go));
  form.addEventListener("submit", (event) => { event.preventDefault(); app.openLink(form.elements.code.value.trim()); });
  return [title(w.title), h("p", { class: "soft" }, w.words), state.said && h("p", { class: "caution", role: "alert" }, state.said),
    !window.isSecureContext && h("p", { class: "caution" }, w.insecure), form,
    state.waiting.count > 0 && [h("p", { class: "caution" }, words.waiting(state.waiting.count)), h("button", { type: "button", class: "btn btn-big wide", onclick: app.exportAll }, words.phone.export_do)]];
}
