/* Set every proposed finding at once: as proposed, or open. What is set is recorded only by the button below. */
for (const button of document.querySelectorAll("[data-set-all]")) {
  button.addEventListener("click", () => {
    for (const group of document.querySelectorAll(".proposals .fs")) {
      const value = button.dataset.setAll === "proposed" ? group.dataset.proposed : "";
      for (const radio of group.querySelectorAll("input")) radio.checked = radio.value === value;
    }
  });
}
