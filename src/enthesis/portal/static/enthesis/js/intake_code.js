/* The code of the link stands in the fragment, which no browser sends. Send it once, and take it out of the address. */
const form = document.querySelector("[data-intake-code]");
const code = decodeURIComponent(location.hash.slice(1));
if (form && code) {
  history.replaceState(null, "", location.pathname);
  form.elements.code.value = code;
  form.submit();
}
