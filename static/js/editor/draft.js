// Saves the form while it is written, to data-draft-url, and says when; what fails is tried again.
import { token } from "./token.js";

const WAIT_MS = 1500;
const AGAIN_MS = 8000;
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

export function keepDraft(editor, form) {
  const address = editor.dataset.draftUrl;
  const said = editor.querySelector(".editor-saved");
  if (!address || !form || !said) return;
  let timer = 0;
  let changed = false;
  let sent = false;

  function fields() {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    return body;
  }

  async function save({ keepalive = false } = {}) {
    clearTimeout(timer);
    if (!changed || sent) return;
    changed = false;
    try {
      const response = await fetch(address, {
        method: "POST", body: fields(), keepalive, headers: { "X-CSRFToken": token(form) },
      });
      if (response.ok) {
        said.textContent = `${editor.dataset.saved} ${clock.format(new Date())}`;
        return;
      }
      if (response.status < 500 && response.status !== 429) return; // it would be refused again
    } catch {
      // The network is away: the same as a server that is.
    }
    changed = true;
    said.textContent = editor.dataset.unsaved;
    timer = setTimeout(save, AGAIN_MS);
  }

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT_MS);
  });
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save({ keepalive: true });
  });
}
