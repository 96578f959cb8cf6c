// A list or a conversation that goes on as one scrolls: the next page is fetched from its plain address and added, and the address
// follows what is in sight, so that reloading, sharing and coming back find the place. Without scripts the same link leads there.
// [data-endless] holds the rows (each with an id), [data-pager] the link on; [data-tail] stands where there is no further page.
const MOST_BY_ITSELF = 4; // pages added without being asked; then the link waits to be pressed, and the foot can be reached
const SETTLED_MS = 150; // browsers refuse addresses that change too often
const AGAIN_MS = 4_000; // after one that failed
const list = document.querySelector("[data-endless]");
const address = () => location.pathname + location.search;
const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
let added = 0;
let loading = false;
let timer = 0;
let left = false; // the row that was pressed is where Back leads, whatever still scrolls

function say() {
  let status = document.getElementById("list-status");
  if (!status) {
    status = Object.assign(document.createElement("p"), { id: "list-status", className: "unseen" });
    status.setAttribute("role", "status");
    list.after(status);
  }
  status.textContent = list.dataset.endless.replace("%s", list.children.length);
}

const inSight = (row) => row.id && row.getBoundingClientRect().bottom > 80; // below the header, which stays

// Which page a row came from, by the first row of each.
function pageOf(row) {
  for (let each = row; each; each = each.previousElementSibling) if (each.dataset.page) return each.dataset.page;
  return list.dataset.page;
}

// The place is the page of what passed the top third of the window, and the first row in sight with its height there.
function keep(row = [...list.children].find(inSight), page = null) {
  clearTimeout(timer);
  let here = list.dataset.page;
  for (const mark of list.querySelectorAll("[data-page]")) if (mark.getBoundingClientRect().top < innerHeight / 3) here = mark.dataset.page;
  here = page ?? here;
  const place = row ? { row: row.id, top: Math.round(row.getBoundingClientRect().top) } : {};
  history.replaceState({ ...(history.state ?? {}), ...place }, "", here === address() ? location.href : here);
}

// What was added is as if it had come with the page: htmx, spoilers and the marks of what was read take it in.
function takeIn(element) {
  globalThis.htmx?.process(element);
  element.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
}

async function more(link) {
  if (loading) return;
  loading = true;
  const before = added;
  try {
    const answer = await fetch(link.href, { credentials: "same-origin" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const rows = [...(page.querySelector("[data-endless]")?.children ?? [])].filter((row) => !document.getElementById(row.id));
    const pager = document.querySelector("[data-pager]");
    const rest = page.querySelector("[data-pager], [data-tail]");
    const { pathname, search } = new URL(link.href);
    list.append(...rows);
    if (rows.length) rows[0].dataset.page = pathname + search;
    if (rest) pager.replaceWith(rest);
    else pager.remove();
    document.querySelector(".timeline .progress")?.replaceWith(page.querySelector(".timeline .progress") ?? "");
    for (const each of [...rows, rest]) if (each) takeIn(each);
    list.dispatchEvent(new CustomEvent("htmx:afterSwap", { bubbles: true }));
    added += 1;
    say();
  } catch {
    // The network is away: the link stays, and is tried again.
  } finally {
    loading = false;
    if (added > before) watch();
    else setTimeout(watch, AGAIN_MS);
  }
}

const nearing = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) if (entry.isIntersecting && added < MOST_BY_ITSELF) more(entry.target);
  },
  { rootMargin: "0px 0px 600px 0px" },
);

function watch() {
  nearing.disconnect();
  const link = document.querySelector("[data-pager] a[rel=next]");
  if (link) nearing.observe(link);
}

// Pressed, it brings the next page in place, and the focus to its first row.
async function press(event) {
  const link = event.target.closest("[data-pager] a[rel=next]");
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  const before = list.children.length;
  await more(link);
  const first = list.children[before];
  if (!first) location.assign(link.href);
  else (first.querySelector(".row-title a") ?? first.querySelector(".when"))?.focus();
}

// Back, or loaded again: to the row one was at, which stands on the page of this address.
function comeBack() {
  const { row, top } = history.state ?? {};
  const there = document.getElementById(row ?? "");
  if (!there || !list.contains(there)) return;
  history.scrollRestoration = "manual"; // the browser's own would go by a height that this page has not
  const place = () => scrollBy({ top: there.getBoundingClientRect().top - top, behavior: "instant" });
  place();
  addEventListener("load", () => requestAnimationFrame(place), { once: true });
  addEventListener("pagehide", () => { history.scrollRestoration = "auto"; });
}

if (list?.children.length) {
  list.dataset.page = address();
  document.addEventListener("click", press);
  list.addEventListener("click", (event) => {
    const row = [...list.children].find((each) => each.contains(event.target));
    if (row?.id && !event.defaultPrevented && event.target.closest("a:not([href^='#'])") && isPlain(event)) {
      keep(row, pageOf(row));
      left = true;
    }
  });
  addEventListener("scroll", () => {
    clearTimeout(timer);
    if (!left) timer = setTimeout(keep, SETTLED_MS);
  }, { passive: true });
  addEventListener("pageshow", () => { left = false; });
  if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") comeBack();
  watch();
}
