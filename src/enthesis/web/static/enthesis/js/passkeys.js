/* Passkeys: the browser's own dialogue between a form and its sending. Forms carry data-passkey="get" or "create". */
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const opened = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

async function create({ publicKey: asked }) {
  const publicKey = { ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: opened(asked.excludeCredentials) };
  publicKey.authenticatorSelection = { ...asked.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  const made = await navigator.credentials.create({ publicKey });
  return written(made, { attestationObject: text(made.response.attestationObject), transports: made.response.getTransports?.() ?? [] });
}

async function get({ publicKey: asked }) {
  const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials: opened(asked.allowCredentials) };
  const used = await navigator.credentials.get({ publicKey });
  const { authenticatorData, signature, userHandle } = used.response;
  return written(used, { authenticatorData: text(authenticatorData), signature: text(signature), userHandle: userHandle ? text(userHandle) : null });
}

function written(credential, response) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
  };
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.ask, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return answer.json();
}

/* Send a passkey form after the browser's dialogue; `send` replaces sending the form where a script wants the answer. */
export function startPasskeyForm(form, send = () => form.submit()) {
  const said = form.querySelector("[data-said]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    said.hidden = true;
    try {
      const credential = await (form.dataset.passkey === "create" ? create : get)(await options(form));
      form.elements.credential.value = JSON.stringify(credential);
      await send();
    } catch {
      said.textContent = said.dataset.said;
      said.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}

if (window.PublicKeyCredential) for (const form of document.querySelectorAll("main form[data-passkey]")) startPasskeyForm(form);
else for (const form of document.querySelectorAll("main form.passkey-form")) form.hidden = true;
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
