/* Why the plan changed, messages, and what is on this phone. */
import { clock, dayAndClock, longDay, shortDay, today } from "../days.js";
import { button, h, link } from "../dom.js";
import { canCorrect } from "../forms.js";
import { card, title } from "../parts.js";
import { signsOf } from "../signs.js";
import { words } from "../words.js";

export function whyScreen(state, app) {
  const w = words.why;
  const list = app.whyList();
  return [title(w.title), h("p", { class: "soft" }, `${words.phase(state.snapshot.phase.name)}. ${state.snapshot.phase.plain_words ?? ""}`),
    list.length ? h("ul", { class: "list" }, list.map(({ day, words: said }) => h("li", { class: "card" }, h("h2", {}, longDay(day)), h("p", {}, said)))) : h("p", {}, w.none)];
}

export function messagesScreen(state, app) {
  const w = words.messages;
  const held = new Set(state.snapshot.messages.map((message) => message.id));
  const own = state.entries.filter((entry) => entry.kind === "message" && !held.has(entry.id))
    .map((entry) => ({ from: "patient", text: entry.content.text, sent_at: entry.said_at, waits: entry.waits }));
  const all = [...state.snapshot.messages, ...own].sort((a, b) => Date.parse(a.sent_at) - Date.parse(b.sent_at));
  const field = h("textarea", { name: "text", id: "f-text", class: "input", rows: 4, maxlength: 2000, "aria-describedby": "hint-text" });
  const draft = app.draft("message");
  field.value = draft.text ?? "";
  field.addEventListener("input", () => { draft.text = field.value; app.keepDrafts(); });
  const form = h("form", { class: "entry" }, h("div", { class: "ask" }, h("label", { for: "f-text" }, w.label), h("p", { class: "hint", id: "hint-text" }, w.hint), field),
    h("button", { type: "submit", class: "btn btn-primary btn-big wide" }, w.send));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return app.say(w.empty);
    app.dropDraft("message");
    app.save("message", today(), { text }, "messages");
  });
  return [title(w.title), all.length ? h("ol", { class: "list" }, all.map(({ from, author, text, sent_at, waits }) =>
    h("li", { class: from === "patient" ? "message own" : "message" }, h("p", { class: "small soft" }, `${from === "patient" ? w.you : author || w.clinic}, ${dayAndClock(sent_at)}${waits ? ` · ${w.waits}` : ""}`), h("p", {}, text))))
    : h("p", { class: "soft" }, w.none), form, app.callButton()];
}

const entryLine = (state, entry) => {
  const name = state.snapshot.exercises.find((one) => one.id === entry.content.exercise)?.name ?? (entry.kind === "warning" ? signsOf(state.snapshot)[entry.content.what]?.tap : "");
  return `${words.phone.kinds[entry.kind]}${name ? `: ${name}` : ""}`;
};
const ENTRIES_SHOWN = 40;

export function phoneScreen(state, app) {
  const w = words.phone;
  const mine = state.entries.filter((entry) => entry.kind !== "message").slice(-ENTRIES_SHOWN).reverse();
  const refused = state.events.filter((event) => event.refused);
  return [title(w.title),
    card(w.waits, h("p", {}, state.waiting.count ? words.waiting(state.waiting.count) : w.nothing_waits), state.waiting.count > 0 && button(w.send_now, () => app.sync(true), "btn btn-big"),
      h("p", { class: "soft small" }, state.contact ? w.last_contact(dayAndClock(state.contact)) : w.never)),
    refused.length > 0 && card("", h("ul", { class: "plain" }, refused.map((event) => h("li", {}, `${words.phone.kinds[event.kind]}, ${shortDay(event.day)}: ${w.refused} ${event.refused}`)))),
    mine.length > 0 && card(w.entries, h("p", { class: "soft small" }, w.entries_lead), h("ul", { class: "rows" }, mine.map((entry) => h("li", {},
      h("span", {}, h("b", {}, entryLine(state, entry)), h("br"), h("span", { class: "soft small" }, `${shortDay(entry.day)}, ${clock(entry.said_at)}${entry.waits ? ` · ${w.not_sent}` : ""}${entry.corrected ? ` · ${w.corrected}` : ""}`)),
      canCorrect(entry.kind) && !app.isReviewed(entry) && h("a", { class: "quiet", href: `#/correct/${entry.id}`, "aria-label": `${w.correct}: ${entryLine(state, entry)}, ${shortDay(entry.day)}` }, w.correct))))),
    !app.installed() && card(w.install, h("p", { class: "soft" }, w.install_words), app.canInstall() && button(w.install_now, app.install, "btn btn-big")),
    h("p", { class: "soft small" }, state.persisted ? w.kept : w.not_kept),
    card(w.export, h("p", { class: "soft" }, w.export_words), button(w.export_do, app.exportAll, "btn btn-big wide")),
    card(w.leave, h("p", { class: "soft" }, w.leave_words), state.waiting.count > 0 && h("p", { class: "caution" }, w.leave_waiting(state.waiting.count)),
      state.leaving ? [h("button", { type: "button", id: "leave", class: "btn btn-danger btn-big wide", onclick: app.leave }, w.leave_sure), button(w.leave_not, () => app.askLeave(false), "btn btn-big wide")] : button(w.leave_do, () => app.askLeave(true), "btn btn-danger btn-big wide"))];
}
