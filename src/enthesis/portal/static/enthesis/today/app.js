/* The app: what it knows, which screen is shown, and when it speaks with the clinic. */
import { verdictOf } from "./decide.js";
import { dayAndClock, today } from "./days.js";
import { h, icon, link } from "./dom.js";
import { standing } from "./entries.js";
import { keepFigures } from "./figure.js";
import { NotLinked, Revoked, fetchPlan, hangUp, leave, openLink, send } from "./net.js";
import { add, flush, waitingState } from "./outbox.js";
import { linkScreen } from "./screens/link.js";
import { correctScreen, exerciseScreen, morningScreen, runScreen } from "./screens/log.js";
import { messagesScreen, phoneScreen, whyScreen } from "./screens/more.js";
import { progressScreen } from "./screens/progress.js";
import { todayScreen } from "./screens/today.js";
import { wrongScreen } from "./screens/wrong.js";
import { allEvents, forget, forgetEvents, keep, read } from "./store.js";
import { words } from "./words.js";

const SCREENS = { "": todayScreen, morning: morningScreen, exercise: exerciseScreen, run: runScreen, wrong: wrongScreen, progress: progressScreen,
  why: whyScreen, messages: messagesScreen, phone: phoneScreen, correct: correctScreen, link: linkScreen };
const TABS = { "": "today", progress: "progress", messages: "messages", phone: "phone" };
const EVERY_MS = 60_000;

const state = { snapshot: null, events: [], entries: [], waiting: { count: 0, since: "", long: false }, drafts: {}, contact: "", linked: true,
  said: "", leaving: false, persisted: false, day: today() };
const main = document.getElementById("main");
const status = document.getElementById("status");
let installPrompt = null, syncing = null, again = false, figures = null;

// ---- what the screens may ask for ----

const app = {
  go: (route) => { location.hash = `#/${route}`; },
  verdict: () => verdictOf(state, today()),
  whyList: () => state.snapshot.why ?? [],
  isReviewed: (entry) => Boolean(state.snapshot.reviewed_until) && entry.said_at <= state.snapshot.reviewed_until,
  draft: (key) => (state.drafts[key] ??= {}),
  dropDraft: (key) => { delete state.drafts[key]; app.keepDrafts(); },
  keepDrafts: () => { keep("drafts", state.drafts).catch(broken); },
  say: (text) => { state.said = text; drawStatus(); },
  canInstall: () => Boolean(installPrompt),
  installed: () => matchMedia("(display-mode: standalone)").matches,
  async install() { await installPrompt?.prompt(); installPrompt = null; draw(); },
  askLeave(asked) { state.leaving = asked; draw(); document.querySelector(".btn-danger.wide")?.focus(); },
  callButton() {
    const { name, telephone } = state.snapshot?.clinic ?? {};
    return telephone ? h("a", { class: "btn btn-big wide", href: `tel:${telephone.replace(/[^+0-9]/g, "")}` }, icon("phone"), words.call(name)) : null;
  },

  /* Keep an entry, go on to a route, and send when there is a network. */
  async save(kind, day, content, route, said = "") {
    try {
      await add(kind, day, content);
    } catch (error) { return broken(error); }
    await reload();
    state.said = said || words.saved;
    if (route === here().join("/")) draw(); else app.go(route);
    app.sync();
    navigator.storage?.persist?.().then((agreed) => { state.persisted = agreed; });
  },
  async warn(what) {
    const had = state.entries.some((entry) => entry.kind === "warning" && entry.day === today() && entry.content.what === what);
    app.go(`wrong/${what}`);  // the advice first, whatever becomes of the note
    if (state.snapshot && !had) await app.save("warning", today(), { what }, `wrong/${what}`, words.wrong.noted);
  },
  takeBack: (entry) => app.save("correction", entry.day, { of: entry.id, content: { what: null } }, "", words.wrong.mistaken),

  async openLink(code) {
    if (!code) { state.said = words.link.empty; return draw(); }
    if (state.linked) await app.sync();
    if (state.linked && state.waiting.count) { state.said = words.link.waiting(state.waiting.count); return draw(); }
    state.said = words.link.opening;
    draw();
    try {
      await openLink(code);
      state.linked = true;
      state.said = "";
      await refresh();
      if (here()[0] === "link") app.go("");
    } catch (error) {
      state.said = error.constructor === TypeError || error.name === "TimeoutError" ? words.link.no_network : error.message;
    }
    draw();
    app.sync();
  },

  /* Send what waits, then look for a newer plan. One at a time; an entry made meanwhile is sent right after. */
  sync(asked = false) {
    if (syncing) { again = true; return syncing; }
    syncing = syncOnce(asked).finally(() => { syncing = null; if (again) { again = false; app.sync(); } });
    return syncing;
  },

  exportAll() {
    const { snapshot, events } = state;
    const file = new Blob([JSON.stringify({ app: "enthesis-today", saved_at: new Date().toISOString(), plan: snapshot, entries: events }, null, 1)], { type: "application/json" });
    const anchor = h("a", { href: URL.createObjectURL(file), download: `my-plan-${today()}.json` });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
  },
  async leave() {
    hangUp();
    await leave().catch(() => {});  // without network it stays linked at the clinic, but this browser holds nothing any more
    await clear(words.link.left);
  },
};

// ---- with the clinic ----

async function syncOnce(asked) {
  if (!state.linked || !state.snapshot) return;
  try {
    const went = await flush(send);
    if (went instanceof Error) throw went;
    await reload();
    await refresh();
  } catch (error) {
    if (error instanceof Revoked) return void setTimeout(clear, 0, words.link.revoked);  // once this has ended
    if (error instanceof NotLinked) state.linked = false;
    else if (asked) state.said = words.link.no_network;
  }
  drawUnlessTyping();
}

// ---- kept on this phone ----

async function reload() {
  state.events = await allEvents();
  state.entries = standing(state.events);
  state.waiting = await waitingState();
}

async function refresh() {
  const snapshot = await fetchPlan();
  if (state.snapshot && snapshot.plan !== state.snapshot.plan) {
    if (state.waiting.count) {
      await leave().catch(() => {});
      state.linked = false;
      throw new Error(words.link.other_plan);
    }
    await forgetEvents();  // another plan: what was said about the earlier one is at the clinic
    await reload();
  }
  state.contact = new Date().toISOString();
  state.snapshot = snapshot;
  await keep("snapshot", snapshot);
  await keep("contact", state.contact);
  figures = keepFigures(snapshot.exercises).catch(() => {});
}

/* Take everything away: the database, the files, the worker. */
async function clear(said) {
  again = false;
  hangUp();
  await Promise.all([syncing, figures]);
  await forget();
  for (const name of await (window.caches?.keys() ?? [])) await caches.delete(name);
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
  Object.assign(state, { snapshot: null, events: [], entries: [], waiting: { count: 0, since: "", long: false }, drafts: {}, contact: "", linked: true, said, leaving: false });
  history.replaceState(null, "", "/today/");
  draw();
}

function broken(error) {
  console.error(error);
  state.said = words.link.broken;
  drawStatus();
}

// ---- drawing ----

const here = () => location.hash.replace(/^#\/?/, "").split("/").filter(Boolean);

function drawStatus() {
  const { waiting } = state;
  const refused = state.events.filter((event) => event.refused).length;
  const offline = !navigator.onLine;
  status.replaceChildren(...[
    state.said && state.snapshot && here()[0] !== "link" && h("p", { class: "said" }, state.said),
    !state.linked && h("p", { class: "caution" }, icon("stop"), h("span", {}, words.link.lost, " ", link(words.link.title, "link", "quiet"))),
    offline && h("p", {}, icon("offline"), h("span", {}, words.offline_words)),
    waiting.count > 0 && h("p", { class: waiting.long ? "caution" : "" }, icon("up"), h("span", {}, h("b", {}, words.waiting(waiting.count)), " ", words.waiting_since(dayAndClock(waiting.since)), waiting.long ? ` ${words.waiting_long}` : "")),
    refused > 0 && h("p", { class: "caution" }, icon("stop"), h("span", {}, words.refused(refused))),
  ].filter(Boolean));
}

function draw() {
  const [name = "", ...rest] = here();
  const known = Boolean(state.snapshot);
  const screen = known || name === "wrong" ? SCREENS[name] ?? todayScreen : linkScreen;
  const focused = document.activeElement?.id;
  main.replaceChildren(...screen(state, app, ...rest).flat(Infinity).filter(Boolean));
  drawStatus();
  const heading = document.getElementById("title");
  document.title = heading ? `${heading.textContent} · ${words.app}` : words.app;
  document.getElementById("hello").textContent = known && name === "" ? words.greeting(new Date().getHours(), state.snapshot.first_name) : "";
  document.getElementById("date").textContent = known && name === "" ? new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" }).format(new Date()) : "";
  document.getElementById("back").hidden = name in TABS;
  document.getElementById("back").textContent = words.back;
  for (const [route, tab] of Object.entries(TABS)) {
    const place = document.getElementById(`tab-${tab}`);
    place.lastElementChild.textContent = words.tabs[tab];
    if (route === name) place.setAttribute("aria-current", "page"); else place.removeAttribute("aria-current");
  }
  document.getElementById("tabs").hidden = !known;
  const wrong = document.getElementById("wrong");
  wrong.lastElementChild.textContent = words.wrong_button;
  wrong.hidden = name === "wrong";
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/* What the clinic sent may wait until the form is done with. */
function drawUnlessTyping() {
  if (main.querySelector("form.entry, .trainer")) drawStatus(); else draw();
}

function onRoute() {
  state.leaving = false;
  draw();
  state.said = "";
  scrollTo(0, 0);
  (document.getElementById("title") ?? document.getElementById("hello")).focus({ preventScroll: true });
}

// ---- start ----

async function start() {
  try {
    [state.snapshot, state.drafts, state.contact] = [(await read("snapshot")) ?? null, (await read("drafts")) ?? {}, (await read("contact")) ?? ""];
    for (const key of Object.keys(state.drafts)) if (/\d{4}-\d\d-\d\d$/.test(key) && !key.endsWith(today())) delete state.drafts[key];
    await reload();
  } catch (error) { broken(error); state.said = words.link.broken; }
  state.persisted = (await navigator.storage?.persisted?.()) ?? false;
  const code = location.pathname.endsWith("/open/") ? decodeURIComponent(location.hash.slice(1)) : "";
  if (location.pathname.endsWith("/open/")) history.replaceState(null, "", "/today/");
  addEventListener("hashchange", onRoute);
  addEventListener("online", () => { drawStatus(); app.sync(); });
  addEventListener("offline", drawStatus);
  addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    if (state.day !== today()) { state.day = today(); drawUnlessTyping(); }
    app.sync();
  });
  addEventListener("beforeinstallprompt", (event) => { event.preventDefault(); installPrompt = event; if (here()[0] === "phone") draw(); });
  setInterval(() => app.sync(), EVERY_MS);
  draw();
  if (code) await app.openLink(code); else if (state.snapshot) await app.sync(); else await refresh().then(draw, () => {});
  document.documentElement.dataset.ready = "1";
  // Without a worker (no https, or switched off) the app still works while there is a network.
  await navigator.serviceWorker?.register("/today/sw.js", { scope: "/today/", updateViaCache: "none" }).catch(() => {});
}

document.getElementById("back").addEventListener("click", () => (history.length > 1 ? history.back() : app.go("")));
start();
