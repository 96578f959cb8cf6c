// What people wrote: spoilers that open by a click or a key, and videos and pictures of elsewhere that load when they are asked for.
const words = document.querySelector("template[data-prose]")?.dataset ?? {};

function veil(spoiler) {
  if (spoiler.dataset.veiled) return;
  spoiler.dataset.veiled = "yes";
  Object.assign(spoiler, { tabIndex: 0, role: "button" });
  spoiler.setAttribute("aria-label", words.spoiler ?? "");
  for (const inner of spoiler.querySelectorAll("a")) inner.tabIndex = -1;
}

function unveil(spoiler) {
  spoiler.classList.add("shown");
  for (const name of ["role", "aria-label", "tabindex"]) spoiler.removeAttribute(name);
  for (const inner of spoiler.querySelectorAll("a")) inner.removeAttribute("tabindex");
}

const hidden = (event) => event.target.closest?.("span.spoiler[data-veiled]:not(.shown)");

function open(card) {
  let shown;
  if (card.dataset.frame) {
    shown = document.createElement("iframe");
    shown.className = "embed-frame";
    // Its own origin, never ours: the policy of the page lets in the hosts on the list only.
    shown.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation allow-popups");
    shown.setAttribute("allow", "fullscreen; picture-in-picture; encrypted-media");
    shown.referrerPolicy = "strict-origin";
    shown.title = card.textContent;
    shown.src = card.dataset.frame;
  } else {
    shown = document.createElement("img");
    shown.alt = card.textContent;
    shown.referrerPolicy = "no-referrer";
    shown.src = card.dataset.picture;
    shown.addEventListener("error", () => shown.replaceWith(card), { once: true });
    card.dataset.tried = "yes"; // a picture that is gone: the next click follows the link
  }
  card.replaceWith(shown);
  if (card.dataset.frame) shown.focus();
}

document.addEventListener("click", (event) => {
  const spoiler = hidden(event);
  if (spoiler) {
    event.preventDefault();
    unveil(spoiler);
    return;
  }
  const card = event.target.closest?.("a.embed:is([data-frame], [data-picture]):not([data-tried])");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!card || !plain) return;
  event.preventDefault();
  open(card);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.key !== " ") return;
  const spoiler = hidden(event);
  if (!spoiler) return;
  event.preventDefault();
  unveil(spoiler);
});

// Code and tables wider than their place scroll there: by keyboard, too.
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

function takeIn(root) {
  root.querySelectorAll?.("span.spoiler").forEach(veil);
  root.querySelectorAll?.(".prose :is(pre, table)").forEach((each) => widths.observe(each));
}

takeIn(document);
document.addEventListener("htmx:load", (event) => takeIn(event.target));
document.addEventListener("prose:changed", (event) => takeIn(event.target)); // the editor's preview
