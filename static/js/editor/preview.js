// The preview: cooked by the server as the post will be, a moment after typing stops; open beside the text on wide screens.
import { token } from "./token.js";

const WAIT_MS = 500;
const wide = matchMedia("(width >= 62rem)");

export function showPreview(editor, area, button, pane) {
  const kept = sessionStorage.getItem("editor-preview");
  let timer = 0;
  let asked = null;
  area.after(pane);

  async function refresh() {
    asked?.abort();
    asked = new AbortController();
    const body = new URLSearchParams({ source: area.value });
    try {
      const response = await fetch(editor.dataset.previewUrl, {
        method: "POST", body, signal: asked.signal, headers: { "X-CSRFToken": token(area.form) },
      });
      if (!response.ok && response.status !== 422) return;
      pane.innerHTML = await response.text();
      pane.dispatchEvent(new Event("prose:changed", { bubbles: true }));
    } catch (error) {
      if (error.name !== "AbortError") pane.textContent = editor.dataset.lost;
    }
  }

  function show(open) {
    pane.hidden = !open;
    button.setAttribute("aria-pressed", String(open));
    if (open) refresh();
    else asked?.abort();
  }

  area.addEventListener("input", () => {
    clearTimeout(timer);
    // Once, on wide screens, it opens by itself: nobody has to find the button.
    if (pane.hidden && !kept && wide.matches && area.value.trim() && !editor.dataset.previewed) show(true);
    editor.dataset.previewed = "yes";
    if (!pane.hidden) timer = setTimeout(refresh, WAIT_MS);
  });
  if (kept === "open") show(true);

  return {
    toggle() {
      sessionStorage.setItem("editor-preview", pane.hidden ? "open" : "closed");
      show(pane.hidden);
    },
  };
}
