/* Find a patient as somebody types. What is typed travels in the body of a post and never stands in an address. */
const QUIET_MS = 90;

export function startPatientSearch(form) {
  const box = form.querySelector("[name=q]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const list = document.createElement("ul");
  list.id = "patient-matches";
  list.className = "patient-matches";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.labels[0].textContent);
  list.hidden = true;
  const said = document.createElement("p");
  said.className = "vh";
  said.setAttribute("role", "status");
  form.append(list, said);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");
  let timer = 0;
  let running = null;
  let at = -1;

  function close() {
    list.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    const options = list.querySelectorAll("[role=option]");
    if (!options.length) return;
    at = (index + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    box.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  }

  function open(option) {
    location.assign(form.dataset.patient.replace("00000000-0000-0000-0000-000000000000", option.dataset.id));
  }

  function show(patients) {
    list.replaceChildren(...patients.map((patient, index) => {
      const option = document.createElement("li");
      option.id = `patient-match-${index}`;
      option.dataset.id = patient.id;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const name = document.createElement("b");
      name.textContent = patient.name;
      const particulars = document.createElement("span");
      particulars.textContent = [patient.birth_date, patient.record_number].filter(Boolean).join(" · ");
      option.append(name, particulars);
      option.addEventListener("pointerdown", (event) => event.preventDefault());
      option.addEventListener("click", () => open(option));
      return option;
    }));
    if (!patients.length) {
      const none = document.createElement("li");
      none.className = "none";
      none.setAttribute("role", "presentation");
      none.textContent = "No patient matches.";
      list.append(none);
    }
    list.hidden = false;
    box.setAttribute("aria-expanded", String(patients.length > 0));
    said.textContent = patients.length === 1 ? "1 patient matches." : `${patients.length} patients match.`;
    if (patients.length) mark(0);
  }

  async function find() {
    const typed = box.value.trim();
    running?.abort();
    if (!typed) { close(); return; }
    running = new AbortController();
    try {
      const answer = await fetch(form.dataset.api, {
        method: "POST", signal: running.signal, credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ q: typed }),
      });
      if (!answer.ok) { said.textContent = "The search did not answer."; return; }
      const { patients } = await answer.json();
      if (box.value.trim() === typed) show(patients);
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = "The search did not answer.";
    }
  }

  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(find, QUIET_MS); });
  box.addEventListener("focus", () => { if (box.value.trim() && list.childElementCount) { list.hidden = false; } });
  box.addEventListener("blur", () => setTimeout(close, 120));
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); mark(at + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark(at - 1); }
    else if (event.key === "Enter" && !list.hidden && at >= 0) { event.preventDefault(); open(list.querySelectorAll("[role=option]")[at]); }
    else if (event.key === "Escape") { event.preventDefault(); box.value = ""; close(); box.blur(); }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable], enthesis-body-chart, dialog");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || document.getElementById("q")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
