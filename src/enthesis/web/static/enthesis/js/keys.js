/* Single keys for an examination with one hand. They can be switched off (WCAG 2.1.4); the choice is the only thing kept. */
const SWITCH = "enthesis.shortcuts";
/* A key goes to the first of these that is there and can be seen. */
const PLACE_OF_KEY = { c: "#card-name", f: ".raised:not(.answered) > summary, .raised > summary", o: "[name='dx.agrees']:checked, [name='dx.agrees']" };
const STATE_OF_KEY = { p: "positive", n: "negative", e: "equivocal", x: "", 0: "" };

export function startKeys({ form, say, setState, setBeside = null, openCard, reveal, post, currentId, rowOf, save = null }) {
  const help = document.getElementById("help");
  const line = document.getElementById("keys-line");
  const choice = document.getElementById("keys-on");
  let on = read() !== "off";
  show();

  function read() { try { return localStorage.getItem(SWITCH); } catch { return null; } }
  function show() { choice.checked = on; line.classList.toggle("off", !on); }
  choice.addEventListener("change", () => {
    on = choice.checked;
    try { if (on) localStorage.removeItem(SWITCH); else localStorage.setItem(SWITCH, "off"); } catch { /* the choice lasts for this page */ }
    show();
  });

  const rows = () => [...form.querySelectorAll("#flow .row:not([hidden])")].filter((row) => !row.closest("details").hidden);

  function move(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.dataset.id === currentId());
    const next = at < 0 ? all[step > 0 ? 0 : all.length - 1] : all[Math.min(all.length - 1, Math.max(0, at + step))];
    next.closest("details").open = true;
    reveal(next.dataset.id);
    openCard(next.dataset.id, { soon: true });
    (next.querySelector("input:checked") ?? next.querySelector("input")).focus({ preventScroll: true });
  }

  const typing = (at) => at.matches?.("input:not([type=radio]):not([type=checkbox]), textarea, select");

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      if (save) { save(); return; }
      form.requestSubmit(document.getElementById("save"));
      say("Case file saved.");
      return;
    }
    if (help.open || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { for (const menu of document.querySelectorAll("details.menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); } return; }
    if (typing(event.target)) {
      if (event.target.id === "q" && event.key === "ArrowDown") { event.preventDefault(); firstRow(); }
      return;
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.target.closest("summary, .mid, .right, dialog")) {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
      return;
    }
    if (!on) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (setBeside && event.shiftKey && event.key.length === 1 && key in STATE_OF_KEY && key !== "0") { event.preventDefault(); setBeside(currentId(), STATE_OF_KEY[key]); }
    else if (key in STATE_OF_KEY) { event.preventDefault(); record(STATE_OF_KEY[key]); }
    else if (key === "/") { event.preventDefault(); const box = document.getElementById("q"); box.focus(); box.select(); }
    else if (key === "?") { event.preventDefault(); help.showModal(); }
    else if (key === "u") { event.preventDefault(); post({ action: "undo" }); }
    else if (key in PLACE_OF_KEY) { event.preventDefault(); goTo(PLACE_OF_KEY[key]); }
    else if (key === "b") { event.preventDefault(); form.querySelector("[data-next]")?.click(); }
  });

  function goTo(places) {
    const place = places.split(", ").flatMap((each) => [...document.querySelectorAll(each)]).find((each) => each.checkVisibility());
    if (!place) { say("There is none on this page."); return; }
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest" });
  }

  function firstRow() {
    const first = rows()[0];
    if (!first) return;
    first.closest("details").open = true;
    first.querySelector("input:checked, input").focus();
    reveal(first.dataset.id);
  }

  function record(state) {
    const id = currentId();
    if (!rowOf(id)?.querySelector("input[type=radio]")) return;
    setState(id, state);
    reveal(id);
    const checked = rowOf(id).querySelector("input:checked");
    if (checked && !rowOf(id).hidden && !document.activeElement.closest(".mid")) checked.focus({ preventScroll: true });
  }
}
