/* A treatment visit is saved as it is filled in: the whole form each time, and the server records what is new in it. Without
   script the button does the same. */
const WAIT_MS = 900;
const RETRY_MS = 5000;
const form = document.getElementById("visit");
const said = document.getElementById("saved");
let timer = 0;
let running = null;
let version = 0;
let saved = 0;

const tell = (text, state) => { said.textContent = text; said.dataset.state = state; };

async function send() {
  clearTimeout(timer);
  while (running) await running;
  const sending = version;
  if (sending === saved) return;
  tell("Saving …", "saving");
  running = (async () => {
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      const got = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
      if (got?.held) form.elements.held.value = got.held;
      if (answer.ok && got) {
        saved = sending;
        if (version === sending) tell(`Saved ${got.at}`, "saved");
      } else {
        tell(got ? `Not all saved: ${got.faults?.join(" ") || got.error || ""}` : "Not saved: sign in again in another tab, then save.", "failed");
      }
    } catch {
      tell("Not saved: no connection. It is tried again.", "failed");
      timer = setTimeout(send, RETRY_MS);
    } finally {
      running = null;
    }
  })();
  await running;
}

form.addEventListener("input", () => {
  version += 1;
  tell("Not saved yet", "saving");
  clearTimeout(timer);
  timer = setTimeout(send, WAIT_MS);
});
/* Something typed about a thing means it was done. */
form.addEventListener("change", (event) => {
  const row = event.target.closest(".done-row");
  const tick = row?.querySelector("input[type=checkbox]");
  if (tick && event.target !== tick && event.target.value.trim() && !tick.checked) {
    tick.checked = true;
    tick.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
form.addEventListener("submit", async (event) => {
  clearTimeout(timer);
  if (running) {
    event.preventDefault();
    const pressed = event.submitter;
    await running;
    form.requestSubmit(pressed);
    return;
  }
  saved = version;
});
addEventListener("beforeunload", (event) => { if (version !== saved) event.preventDefault(); });
