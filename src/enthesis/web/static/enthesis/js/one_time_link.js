/* A one-use link carries its code in the fragment, which no browser sends. Put it into the form and out of the address. */
for (const form of document.querySelectorAll("[data-one-time-link]")) {
  const code = decodeURIComponent(location.hash.slice(1));
  if (code) {
    form.elements.token.value = code;
    history.replaceState(null, "", location.pathname);
    const row = form.querySelector("[data-token-row]");
    if (row) row.hidden = true;
    if (form.hasAttribute("data-send-at-once")) form.submit();
  } else if (form.elements.token.value && form.querySelector("[data-token-row]")) {
    form.querySelector("[data-token-row]").hidden = true;
  }
  if (!form.hasAttribute("data-send-at-once")) form.querySelector("input:not([type=hidden]):not([name=token])")?.focus();
  const zone = form.querySelector("[data-own-zone]");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !zone.querySelector("[selected]") && [...zone.options].some((option) => option.value === own)) zone.value = own;
}
