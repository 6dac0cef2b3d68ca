/* The app: what its screens may ask for, and when it starts, wakes and speaks with the clinic. */
import { connect, refresh, signOut, sync } from "./clinic.js";
import { verdictOf } from "./decide.js";
import { today } from "./days.js";
import { h, icon } from "./dom.js";
import { here, openFrame } from "./frame.js";
import { add } from "./outbox.js";
import { reload, restore, shown, state } from "./state.js";
import { keep } from "./store.js";
import { words } from "./words.js";

const EVERY_MS = 60_000;
let installPrompt = null;

function broken(error) {
  console.error(error);
  state.said = words.link.broken;
  shown.drawStatus();
}

const app = {
  sync, leave: signOut,
  go: (route) => { location.hash = `#/${route}`; },
  verdict: () => verdictOf(state, today()),
  whyList: () => state.snapshot.why ?? [],
  isReviewed: (entry) => Boolean(state.snapshot.reviewed_until) && entry.said_at <= state.snapshot.reviewed_until,
  draft: (key) => (state.drafts[key] ??= {}),
  dropDraft: (key) => { delete state.drafts[key]; app.keepDrafts(); },
  keepDrafts: () => { keep("drafts", state.drafts).catch(broken); },
  say: (text) => { state.said = text; shown.drawStatus(); },
  canInstall: () => Boolean(installPrompt),
  installed: () => matchMedia("(display-mode: standalone)").matches,
  async install() { await installPrompt?.prompt(); installPrompt = null; shown.draw(); },
  askLeave(asked) { state.leaving = asked; shown.draw(); document.getElementById("leave")?.focus(); },
  callButton() {
    const { name, telephone } = state.snapshot?.clinic ?? {};
    return telephone ? h("a", { class: "btn btn-big wide", href: `tel:${telephone.replace(/[^+0-9]/g, "")}` }, icon("phone"), words.call(name)) : null;
  },
  async openLink(code) {
    if (await connect(code) && here()[0] === "link") app.go("");
  },

  /* Keep an entry, go on to a route, and send when there is a network. */
  async save(kind, day, content, route, said = words.saved) {
    try {
      await add(kind, day, content);
    } catch (error) { return broken(error); }
    await reload();
    state.said = said;
    if (route === here().join("/")) shown.draw(); else app.go(route);
    sync();
    navigator.storage?.persist?.().then((agreed) => { state.persisted = agreed; });
  },
  async warn(what) {
    const had = state.entries.some((entry) => entry.kind === "warning" && entry.day === today() && entry.content.what === what);
    app.go(`wrong/${what}`);  // the advice first, whatever becomes of the note
    if (state.snapshot && !had) await app.save("warning", today(), { what }, `wrong/${what}`, words.wrong.noted);
  },
  takeBack: (entry) => app.save("correction", entry.day, { of: entry.id, content: { what: null } }, "", words.wrong.mistaken),

  exportAll() {
    const { snapshot, events } = state;
    const file = new Blob([JSON.stringify({ app: "enthesis-today", saved_at: new Date().toISOString(), plan: snapshot, entries: events }, null, 1)], { type: "application/json" });
    const anchor = h("a", { href: URL.createObjectURL(file), download: `my-plan-${today()}.json` });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
  },
};

/* A new day has a new list. */
function turnDay() {
  if (state.day === today()) return;
  state.day = today();
  shown.drawUnlessTyping();
}

async function start() {
  openFrame(app);
  await restore().catch(broken);
  state.persisted = (await navigator.storage?.persisted?.()) ?? false;
  const byLink = location.pathname.endsWith("/open/");
  const code = byLink ? decodeURIComponent(location.hash.slice(1)) : "";
  if (byLink) history.replaceState(null, "", "/today/");
  addEventListener("online", () => { shown.drawStatus(); sync(); });
  addEventListener("offline", () => shown.drawStatus());
  addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") { turnDay(); sync(); } });
  addEventListener("beforeinstallprompt", (event) => { event.preventDefault(); installPrompt = event; if (here()[0] === "phone") shown.draw(); });
  setInterval(() => { turnDay(); sync(); }, EVERY_MS);
  shown.draw();
  if (code) await app.openLink(code);
  else if (state.snapshot) await sync(true);
  else await refresh().then(shown.draw, () => {});  // a browser that lost its data has its cookie still
  document.documentElement.dataset.ready = "1";
  // Without a worker (no https, or switched off) the app still works while there is a network.
  await navigator.serviceWorker?.register("/today/sw.js", { scope: "/today/", updateViaCache: "none" }).catch(() => {});
}

start();
