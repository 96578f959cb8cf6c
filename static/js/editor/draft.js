// Saves the form while it is written, to data-draft-url, and says when; what fails is tried again. What another tab or
// device wrote here meanwhile is not lost: the newer words win, and the others are offered.
import { token } from "./token.js";
import { write } from "./marks.js";

const WAIT_MS = 1500;
const AGAIN_MS = 8000;
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

export function keepDraft(editor, area, makeNotice) {
  const form = area.form;
  const address = editor.dataset.draftUrl;
  const said = editor.querySelector(".editor-saved");
  if (!address || !form || !said) return;
  let version = Number(editor.dataset.draftVersion) || 0;
  let timer = 0;
  let changed = false;
  let sent = false;
  let saving = false;

  function fields() {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    body.set("draft_version", version);
    return body;
  }

  const post = (body, more = {}) => fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token(form) }, ...more });

  async function save({ keepalive = false } = {}) {
    clearTimeout(timer);
    if (!changed || sent) return;
    if (saving && !keepalive) { // one after another: each says what it has seen
      timer = setTimeout(save, 300);
      return;
    }
    changed = false;
    saving = true;
    try {
      const response = await post(fields(), { keepalive });
      if (response.ok) {
        const answer = await response.json();
        version = answer.version ?? version;
        said.textContent = `${editor.dataset.saved} ${clock.format(new Date())}`;
        if (answer.notice) notice(answer);
        return;
      }
      if (response.status < 500 && response.status !== 429) return; // it would be refused again
    } catch {
      // The network is away: the same as a server that is.
    } finally {
      saving = false;
    }
    changed = true;
    said.textContent = editor.dataset.unsaved;
    timer = setTimeout(save, AGAIN_MS);
  }

  function notice({ notice: words, earlier = [] }, mayDiscard = false) {
    editor.querySelector("[data-draft-notice]")?.remove();
    const shown = makeNotice();
    if (!shown) return;
    shown.querySelector("[data-words]").textContent = words;
    const [discard, other] = [shown.querySelector("[data-discard]"), shown.querySelector("[data-other]")];
    discard.hidden = !mayDiscard;
    other.hidden = !earlier.length;
    discard.addEventListener("click", async () => {
      clearTimeout(timer);
      changed = false;
      await post(new URLSearchParams({ discard: "yes" })).catch(() => {});
      version = 0;
      area.value = area.defaultValue = editor.dataset.draftEmpty ?? "";
      area.dispatchEvent(new Event("input", { bubbles: true }));
      clearTimeout(timer);
      changed = false;
      said.textContent = "";
      shown.remove();
      area.focus();
    });
    other.addEventListener("click", () => {
      write(area, area.value.length, area.value.length, `${area.value.trim() ? "\n\n" : ""}${earlier[0]}`);
      shown.remove();
    });
    area.before(shown);
  }

  // What was written here before, perhaps on another device: asked for when the form comes into sight.
  async function find() {
    const before = area.value;
    const response = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (response?.status !== 200) return;
    const kept = await response.json();
    const untouched = area.value === before && !changed;
    const own = area.value.trim() && area.value !== area.defaultValue;
    if (!untouched || own) return; // version stays: the next save says that there were other words
    version = kept.version;
    if (area.value !== kept.source) {
      area.value = kept.source;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      clearTimeout(timer);
      changed = false;
    }
    notice(kept, true);
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
  if ("draftFind" in editor.dataset) {
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      find();
    });
    watcher.observe(editor);
  }
}
