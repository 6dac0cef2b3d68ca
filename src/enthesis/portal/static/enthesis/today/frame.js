/* The page around a screen: greeting, status lines, tabs; and which screen is shown. */
import { dayAndClock, longDay, shift, today } from "./days.js";
import { h, icon, link } from "./dom.js";
import { linkScreen } from "./screens/link.js";
import { correctScreen, exerciseScreen, morningScreen, runScreen } from "./screens/log.js";
import { messagesScreen, phoneScreen, whyScreen } from "./screens/more.js";
import { progressScreen } from "./screens/progress.js";
import { todayScreen } from "./screens/today.js";
import { wrongScreen } from "./screens/wrong.js";
import { shown, state } from "./state.js";
import { words } from "./words.js";

const SCREENS = { "": todayScreen, morning: morningScreen, exercise: exerciseScreen, run: runScreen, wrong: wrongScreen, progress: progressScreen,
  why: whyScreen, messages: messagesScreen, phone: phoneScreen, correct: correctScreen, link: linkScreen };
const TABS = { "": "today", progress: "progress", messages: "messages", phone: "phone" };
const REFUSED_SHOWN_DAYS = 7;
const place = (id) => document.getElementById(id);

export const here = () => location.hash.replace(/^#\/?/, "").split("/").filter(Boolean);

function drawStatus() {
  const { waiting } = state;
  const refused = state.events.filter((event) => event.refused && event.day >= shift(today(), -REFUSED_SHOWN_DAYS)).length;
  const line = (sign, careful, ...inside) => h("p", { class: careful ? "caution" : "" }, icon(sign), h("span", {}, inside));
  place("status").replaceChildren(...[
    state.said && state.snapshot && here()[0] !== "link" && h("p", { class: "said" }, state.said),
    !state.linked && line("stop", true, words.link.lost, " ", link(words.link.title, "link", "quiet")),
    state.ended && line("stop", true, state.ended),
    !navigator.onLine && line("offline", false, words.offline_words),
    waiting.count > 0 && line("up", waiting.long, h("b", {}, words.waiting(waiting.count)), " ", words.waiting_since(dayAndClock(waiting.since)), waiting.long ? ` ${words.waiting_long}` : ""),
    refused > 0 && line("stop", true, words.refused(refused)),
  ].filter(Boolean));
}

/* Draw everything. `app` is what the screens may ask for. */
function draw(app) {
  const [name = "", ...rest] = here();
  const known = Boolean(state.snapshot);
  const screen = known || name === "wrong" ? SCREENS[name] ?? todayScreen : linkScreen;
  const greets = known && screen === todayScreen;
  const focused = document.activeElement?.id;
  place("main").replaceChildren(...screen(state, app, ...rest).flat(Infinity).filter(Boolean));
  drawStatus();
  document.title = place("title") ? `${place("title").textContent} · ${words.app}` : words.app;
  place("hello").textContent = greets ? words.greeting(new Date().getHours(), state.snapshot.first_name) : "";
  place("date").textContent = greets ? longDay(today()) : "";
  place("back").hidden = name in TABS;
  place("tabs").hidden = !known;
  place("wrong").hidden = name === "wrong";
  for (const [route, tab] of Object.entries(TABS)) {
    if (route === name) place(`tab-${tab}`).setAttribute("aria-current", "page"); else place(`tab-${tab}`).removeAttribute("aria-current");
  }
  if (focused) place(focused)?.focus({ preventScroll: true });
}

function onRoute() {
  state.leaving = false;
  shown.draw();
  state.said = "";
  scrollTo(0, 0);
  (place("title") ?? place("hello")).focus({ preventScroll: true });
}

/* Put the words into the frame and follow the address from now on. */
export function openFrame(app) {
  place("back").textContent = words.back;
  place("wrong").lastElementChild.textContent = words.wrong_button;
  for (const tab of Object.values(TABS)) place(`tab-${tab}`).lastElementChild.textContent = words.tabs[tab];
  place("back").addEventListener("click", (event) => { if (history.length > 1) { event.preventDefault(); history.back(); } });
  shown.draw = () => draw(app);
  shown.drawStatus = drawStatus;
  // What the clinic sent may wait until the form is done with.
  shown.drawUnlessTyping = () => { if (place("main").querySelector("form.entry, .trainer")) drawStatus(); else draw(app); };
  addEventListener("hashchange", onRoute);
}
