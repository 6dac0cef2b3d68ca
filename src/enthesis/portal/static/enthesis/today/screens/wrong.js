/* "Something feels wrong": fixed advice that needs no network and no plan, noted for the clinic. */
import { button, h, icon, link } from "../dom.js";
import { today } from "../days.js";
import { dayState } from "../entries.js";
import { title } from "../parts.js";
import { signsOf } from "../signs.js";
import { words } from "../words.js";

export function wrongScreen(state, app, what) {
  const w = words.wrong;
  const signs = signsOf(state.snapshot);
  const kind = signs[what];
  if (!kind) {
    return [title(w.title), h("p", { class: "soft" }, w.lead),
      h("ul", { class: "list" }, Object.entries(signs).map(([id, { tap, emergency }]) => h("li", {},
        button(tap, () => app.warn(id), `btn btn-big wide ${emergency ? "btn-danger" : ""}`)))),
      state.snapshot && link(w.other, "messages", "quiet")];
  }
  const noted = state.snapshot && dayState(state.entries, today()).warnings.find((entry) => entry.content.what === what);
  return [title(kind.tap), h("section", { class: kind.emergency ? "told emergency" : "told" }, h("h2", {}, icon("stop"), w.do_now),
    h("ol", {}, kind.steps.map((step) => h("li", {}, step))), state.snapshot?.advice?.[what] && h("p", {}, state.snapshot.advice[what]), app.callButton()),
    h("p", {}, kind.say), h("p", { class: "strong" }, w.stop_today),
    noted && h("p", { class: "soft", role: "status" }, icon("check"), ` ${w.noted} `),
    noted && !app.isReviewed(noted) && button(w.mistake, () => app.takeBack(noted), "btn")];
}
