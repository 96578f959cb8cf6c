// <time datetime="…" data-ago>3 h</time>: keeps the age true while the page stays open, and puts the full date,
// in the reader's zone, into its title. Ages of a month and more are dates already: the server wrote them.

const full = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: "long", timeStyle: "short" });

function age(seconds) {
  if (seconds < 60) return null;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return seconds < 86400 * 30 ? `${Math.floor(seconds / 86400)} d` : null;
}

function refresh(root = document) {
  for (const time of root.querySelectorAll("time[data-ago]")) {
    const date = new Date(time.dateTime);
    if (Number.isNaN(date.valueOf())) continue;
    time.title = full.format(date);
    const words = age((Date.now() - date) / 1000);
    if (words && time.textContent !== words) time.textContent = words;
  }
}

refresh();
setInterval(refresh, 30_000);
document.addEventListener("htmx:afterSwap", (event) => refresh(event.target.parentNode ?? document));
