/* The code of the link stands in the fragment, which no browser sends. Take it out of the address and into the form; it is sent
   when a person presses a button, so that a mail scanner which opens the page uses no link up. */
const form = document.querySelector("[data-follow-up-code]");
const code = decodeURIComponent(location.hash.slice(1));
if (form && code) {
  history.replaceState(null, "", location.pathname);
  form.elements.code.value = code;
  form.dataset.opened = "";
}
