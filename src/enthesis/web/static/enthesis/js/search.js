/* The finder: plain words filter the list, and so do the four views of it. */
const QUIET_MS = 70;

export function startSearch({ form, say }) {
  const box = document.getElementById("q");
  const none = document.getElementById("none-found");
  const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;
  let timer = 0;
  let running = null;
  let openBefore = null;

  function filter(holds, matched = new Map(), open = true) {
    let count = 0;
    if (open && openBefore === null) openBefore = new Map([...form.querySelectorAll("details[data-group]")].map((g) => [g.id, g.open]));
    for (const group of form.querySelectorAll("details[data-group]")) {
      let any = false;
      for (const row of group.querySelectorAll(".row")) {
        const shown = holds(row);
        row.hidden = !shown;
        any ||= shown;
        count += shown ? 1 : 0;
        const mark = row.querySelector(".matched");
        const word = matched.get(row.dataset.id) ?? "";
        mark.textContent = word;
        mark.hidden = !word;
      }
      group.hidden = !any;
      if (open) group.open = any;
    }
    if (!open && openBefore !== null) {
      for (const [id, was] of openBefore) document.getElementById(id).open = was;
      openBefore = null;
    }
    none.hidden = count > 0;
    return count;
  }

  function showView(view) {
    if (view === "all") filter(() => true, new Map(), false);
    else if (view === "recorded") filter((row) => row.querySelector(".fs-o:not(.una) :checked, .implied:not([hidden])") || row.querySelector("input.value")?.value);
    else if (view === "red_flags") {
      const count = filter((row) => row.querySelector(".flagged") && !row.querySelector(".pos :checked, .neg :checked"));
      say(`${count} findings that a red flag hangs on are not asked yet.`);
    } else filter((row) => row.querySelector(".neuro"));
    document.getElementById("flow").scrollTop = 0;
  }

  async function find() {
    const typed = box.value.trim();
    if (!typed) { showView(form.querySelector("[name=show]:checked").value); return; }
    running?.abort();
    running = new AbortController();
    try {
      const region = form.querySelector("[name=region]").value;
      const sent = new URLSearchParams({ q: typed, region, csrfmiddlewaretoken: token() });
      const response = await fetch(form.dataset.words, { method: "POST", body: sent, signal: running.signal, credentials: "same-origin" });
      if (!response.ok) return;
      const { matches } = await response.json();
      if (box.value.trim() !== typed) return;
      const matched = new Map(matches ?? []);
      const count = filter((row) => matched.has(row.dataset.id), matched);
      say(count === 1 ? "1 finding matches." : `${count} findings match.`);
      document.getElementById("flow").scrollTop = 0;
    } catch (error) {
      if (error.name !== "AbortError") say("The search did not answer.");
    }
  }

  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(find, QUIET_MS); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); clearTimeout(timer); find(); }
    else if (event.key === "Escape") { event.preventDefault(); box.value = ""; find(); box.blur(); }
  });
  document.addEventListener("board:show", (event) => {
    box.value = "";
    form.querySelector(`[name=show][value="${event.detail}"]`).checked = true;
    showView(event.detail);
    if (matchMedia("(max-width: 700px)").matches) document.getElementById("findings").scrollIntoView();
  });
}
