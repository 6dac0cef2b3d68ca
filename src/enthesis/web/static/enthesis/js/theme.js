/* Before anything is drawn: say that scripts run, and take the appearance this browser was told to keep. */
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const kept = localStorage.getItem("enthesis-theme");
    if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  } catch { /* storage is switched off: the system's appearance is used */ }
})();
