/* What every staff page does: find a patient as somebody types, menus that close, and the appearance. */
import { startPatientSearch } from "./patient_search.js";

const APPEARANCE = "enthesis-theme";
const menus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

for (const choice of document.querySelectorAll(".theme input")) {
  choice.checked = choice.value === (document.documentElement.dataset.theme ?? "");
  choice.addEventListener("change", () => {
    if (choice.value) document.documentElement.dataset.theme = choice.value;
    else delete document.documentElement.dataset.theme;
    try {
      if (choice.value) localStorage.setItem(APPEARANCE, choice.value);
      else localStorage.removeItem(APPEARANCE);
    } catch { /* not kept: it holds for this page */ }
  });
}

/* A choice that may send its form at once (a day, a therapist) does; the button stays for those without script. */
for (const field of document.querySelectorAll("[data-send-on-change]")) field.addEventListener("change", () => field.form.requestSubmit());

/* Ask before what is hard to take back. */
for (const button of document.querySelectorAll("button[data-ask]")) {
  button.addEventListener("click", (event) => { if (!confirm(button.dataset.ask)) event.preventDefault(); });
}

const form = document.querySelector(".patient-search");
if (form) startPatientSearch(form);

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

/* A link to copy: the whole of it is chosen at once. */
for (const field of document.querySelectorAll("input[data-select]")) field.addEventListener("focus", () => field.select());
