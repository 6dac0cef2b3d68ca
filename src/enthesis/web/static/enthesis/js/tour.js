/* Marks what a step of the tour is about and brings it into sight. Without it the tour works all the same. */
const panel = document.querySelector("[data-look-at]");
const target = panel && [...document.querySelectorAll(panel.dataset.lookAt)].find((part) => part.getClientRects().length);
if (target) {
  target.classList.add("tour-target");
  const box = target.getBoundingClientRect();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (box.top < 0 || box.top > innerHeight * 0.6) target.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}
