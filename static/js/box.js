// The box on the company's site: answers as one types, opened in their place. It reads the same hx-… attributes as our own page,
// and does without htmx, for the frame is sandboxed: no cookie, no storage, no header of its own. Without it, links and forms work.

const PAUSE_MS = 300;
const main = document.getElementById("main");
const form = document.getElementById("support-form");

function piece(address) {
  const url = new URL(address, location.href);
  url.searchParams.set("piece", "1");
  return url;
}

async function fetched(address, body) {
  const answer = await fetch(piece(address), { method: body ? "POST" : "GET", body, credentials: "omit" });
  if (!answer.ok || answer.status === 204) return null;
  return answer.text();
}

function parsed(text) {
  return new DOMParser().parseFromString(text, "text/html").body;
}

// What came takes the place of what was there, but an answer that stays in the list stays open, and a field keeps its words.
function replace(target, text) {
  const fresh = parsed(text);
  for (const part of fresh.querySelectorAll("[hx-preserve][id]")) {
    const kept = document.getElementById(part.id);
    if (kept) part.replaceWith(kept);
  }
  fresh.querySelectorAll("[hx-swap-oob]").forEach((part) => document.getElementById(part.id)?.replaceWith(part));
  target.replaceChildren(...fresh.childNodes);
  tell();
}

let timer, asked = 0;
form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const mine = ++asked;
    const text = await fetched(form.action, new URLSearchParams(new FormData(form)));
    if (text !== null && mine === asked) replace(document.getElementById("next"), text);
  }, PAUSE_MS);
});

function placeOf(element) {
  return document.querySelector(element.getAttribute("hx-target") ?? "");
}

main?.addEventListener("click", async (event) => {
  const link = event.target.closest("a[hx-get]");
  const place = link && placeOf(link);
  if (!place || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const text = await fetched(link.href);
  if (text === null) return location.assign(link.href);
  place.replaceChildren(...parsed(text).childNodes);
  place.querySelector("[tabindex]")?.focus({ preventScroll: true });
  tell();
});

main?.addEventListener("submit", async (event) => {
  const sent = event.target.closest("form[hx-post]");
  const place = sent && placeOf(sent);
  if (!place) return;
  event.preventDefault();
  const text = await fetched(sent.action, new URLSearchParams(new FormData(sent)));
  if (text === null) return sent.submit();
  place.replaceChildren(...parsed(text).childNodes);
  place.querySelector("a")?.focus();
  tell();
});

// The page around is told how high the box is, and by which word the visit goes on. Only allowed sites can be around it.
function tell() {
  if (parent === window) return;
  parent.postMessage({ box: "support", height: Math.ceil(main.getBoundingClientRect().height), visit: main.dataset.visit }, "*");
}

if (main) new ResizeObserver(tell).observe(main);
tell();
