/* The page of a document: its print button. */
document.documentElement.classList.add("js");
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
