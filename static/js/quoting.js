// Press Quote under a post: the words that are selected in it, or all of them, go into the reply with their author and place.
// With the form open they are put where the caret is; else the form comes with them.
import { insertQuote, quoteMarkdown } from "./editor/quote.js";
import { write } from "./editor/marks.js";

const MOST = 2_000;

function selectedIn(post) {
  const selection = getSelection();
  const prose = post.querySelector(".prose");
  const inside = (node) => node && prose?.contains(node);
  return selection && inside(selection.anchorNode) && inside(selection.focusNode) ? selection.toString().trim() : "";
}

// Pressing the link ends the selection: it is noted before.
let chosen = "";
document.addEventListener("pointerdown", (event) => {
  const link = event.target.closest?.("[data-quote]");
  if (link) chosen = selectedIn(link.closest(".post"));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-quote]");
  const area = document.querySelector("#reply textarea");
  if (!link || !area) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const post = link.closest(".post");
  const words = chosen || post.querySelector(".prose").innerText;
  chosen = "";
  insertQuote(area, quoteMarkdown(link.dataset.quote, post.id.replace("post-", ""), words), write);
  area.focus();
}, true);

document.addEventListener("htmx:configRequest", (event) => {
  if (!event.detail.elt.matches?.("[data-quote]") || !chosen) return;
  event.detail.parameters.words = chosen.slice(0, MOST);
  chosen = "";
});

// "Reply" under a post with the form open: what stands in it is kept.
document.addEventListener("htmx:beforeSwap", (event) => {
  const before = document.querySelector("#reply textarea")?.value;
  if (event.detail.target.id !== "reply" || !before?.trim()) return;
  document.addEventListener("htmx:afterSettle", () => {
    const area = document.querySelector("#reply textarea");
    if (!area || area.value.startsWith(before.trim())) return;
    area.value = before;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }, { once: true });
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "reply" && event.detail.requestConfig?.elt.matches("a")) event.target.querySelector("textarea")?.focus();
});
