// Asks, once a day at most and after a while on a page that could have helped, whether it did. The server draws by lot,
// among those who agreed to be measured; for everybody else the answer is empty and nothing is shown.
const AFTER_MS = 20_000;
const A_DAY_MS = 86_400_000;
const KEY = "survey-drawn-at";

function place() {
  const topic = document.querySelector("#solution") && document.querySelector("#state[data-live-stream]");
  if (topic) return [`/survey/topic/${topic.dataset.liveStream.split(":")[1]}/`, document.querySelector("#topic-solution")];
  const article = document.querySelector("article[data-help]");
  return article && [`/survey/article/${article.dataset.help}/`, article.querySelector(".article-text")];
}

function ask([address, after]) {
  if (document.visibilityState !== "visible") return;
  try {
    if (Date.now() - Number(localStorage.getItem(KEY)) < A_DAY_MS) return;
    localStorage.setItem(KEY, Date.now());
  } catch {
    return; // a browser that keeps nothing would be asked on every page
  }
  const box = document.createElement("div");
  after.after(box);
  window.htmx?.ajax("GET", address, { target: box, swap: "innerHTML" });
}

const found = place();
if (found) setTimeout(ask, AFTER_MS, found);
