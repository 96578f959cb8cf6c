// Says now and then how far a member has read: seen=<topic>:<post>. The server notes it in Valkey; nothing waits for the answer.
// A cookie tells the server that this browser reports by itself, so that it need not take a whole page for read.
const EVERY_MS = 5_000;
const LONG_ENOUGH_MS = 700;
const headers = document.body.getAttribute("hx-headers");
const stream = document.querySelector('[data-live-stream^="topic:"]')?.dataset.liveStream;
const topic = stream?.split(":")[1];
const timers = new Map();
let seen = 0;
let told = 0;

function tell() {
  if (seen <= told) return;
  told = seen;
  const body = new URLSearchParams({ seen: `${topic}:${seen}` });
  fetch("/reading/", { method: "POST", body, keepalive: true, credentials: "same-origin", headers: JSON.parse(headers) }).catch(() => {});
}

const watching = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      clearTimeout(timers.get(target));
      if (!isIntersecting) continue;
      const number = Number(target.closest("[data-number]").dataset.number);
      timers.set(
        target,
        setTimeout(() => {
          seen = Math.max(seen, number);
          watching.unobserve(target);
        }, LONG_ENOUGH_MS),
      );
    }
  },
  { threshold: 0.5 },
);

// A post counts as read once its head was in sight for a moment: the end of a long one may never fit a phone's screen.
const watch = (root) => {
  for (const post of root.querySelectorAll("[data-number] > .post-head")) watching.observe(post);
};

if (headers && topic) {
  document.cookie = "reads=posts; path=/; max-age=31536000; samesite=lax";
  watch(document);
  document.addEventListener("htmx:afterSwap", (event) => watch(event.target.parentNode ?? document));
  setInterval(tell, EVERY_MS);
  addEventListener("pagehide", tell);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && tell());
}
