/* Copy a link, and show a row's button only once its choice is changed. */
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
    button.textContent = button.dataset.done;
  });
}
for (const button of document.querySelectorAll("[data-changed-only]")) {
  const choice = button.form.querySelector("select");
  const show = () => { button.hidden = choice.options[choice.selectedIndex].defaultSelected; };
  choice.addEventListener("change", show);
  show();
}
