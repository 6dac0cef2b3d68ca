/* A note on screen: the data of a sentence on hover, and texts that are saved as they are typed. Without script the marks
   open by themselves (popover), and every form has its button. */
const HOVER_MS = 450;
const LEAVE_MS = 250;
const TYPING_MS = 900;

let timer = 0;
for (const mark of document.querySelectorAll("button.ref")) {
  const shown = document.getElementById(mark.getAttribute("popovertarget"));
  const near = mark.closest(".sent, tr");
  if (!shown || !near || !shown.showPopover) continue;
  let hovered = false;
  const later = (act, ms) => { clearTimeout(timer); timer = setTimeout(act, ms); };
  const hide = () => { if (hovered && !shown.matches(":focus-within, :hover")) { hovered = false; shown.hidePopover(); } };
  near.addEventListener("pointerenter", (event) => {
    if (event.pointerType !== "mouse") return;
    later(() => {
      if (document.querySelector(".trace:popover-open") || shown.matches(":popover-open")) return;
      hovered = true;
      shown.showPopover({ source: mark });
    }, HOVER_MS);
  });
  near.addEventListener("pointerleave", () => later(hide, LEAVE_MS));
  shown.addEventListener("pointerleave", () => later(hide, LEAVE_MS));
  mark.addEventListener("click", () => { clearTimeout(timer); hovered = false; });
  near.addEventListener("click", (event) => {
    if (event.target.closest("button, a") || event.pointerType === "mouse" || String(getSelection())) return;
    shown.showPopover({ source: mark });
  });
}
document.querySelector(".trace[data-open]")?.showPopover?.();

const unsaved = new Set();
addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });

for (const form of document.querySelectorAll("form.free")) {
  const said = form.closest(".panel").querySelector("[data-saved]");
  const field = form.elements.text;
  let waiting = 0;
  let running = null;
  const tell = (text, state) => { said.textContent = text; said.dataset.state = state; };
  const send = async () => {
    clearTimeout(waiting);
    if (running) { await running; }
    const text = field.value;
    const entry = form.dataset.entry || (form.dataset.entry = crypto.randomUUID ? crypto.randomUUID() : "");
    const data = new FormData(form);
    data.set("entry_id", entry);
    tell("Saving …", "saving");
    running = (async () => {
      try {
        const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
        const got = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
        if (answer.ok && got) {
          form.elements.replaces.value = got.id;
          form.dataset.entry = "";
          if (field.value === text) unsaved.delete(form);
          tell(`Saved ${got.at}`, "saved");
        } else if (answer.status === 409 && got?.who) {
          form.elements.replaces.value = got.id;
          form.dataset.entry = "";
          tell(`Not saved: ${got.who} wrote “${got.theirs.slice(0, 60)}” at ${got.when}. Save puts yours in its place.`, "failed");
        } else {
          tell(got?.what || "Not saved: sign in again in another tab, then save.", "failed");
        }
      } catch {
        tell("Not saved: no connection. It is tried again.", "failed");
        waiting = setTimeout(send, 5000);
      }
    })();
    await running;
    running = null;
  };
  field.addEventListener("input", () => {
    unsaved.add(form);
    form.dataset.entry = "";
    tell("Not saved yet", "saving");
    clearTimeout(waiting);
    waiting = setTimeout(send, TYPING_MS);
  });
  field.addEventListener("blur", () => { if (unsaved.has(form)) send(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
}
