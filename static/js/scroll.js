// A list that goes on as one scrolls: the next page's rows are fetched from its plain address and added, and the address follows what
// is in sight, so that reloading, sharing and coming back find the place. Without scripts the same link leads to the next page.
const MOST_BY_ITSELF = 4; // pages added without being asked; then the link waits to be pressed, and the foot can be reached
const list = document.querySelector("ol.rows[data-endless]");
let added = 0;
let loading = false;

function say(words) {
  let status = document.getElementById("list-status");
  if (!status) {
    status = Object.assign(document.createElement("p"), { id: "list-status", className: "unseen" });
    status.setAttribute("role", "status");
    list.after(status);
  }
  status.textContent = words;
}

// Which page a row came from: the address is that of the last page whose first row passed the top third of the window.
function pageOf(row) {
  for (let each = row; each; each = each.previousElementSibling) if (each.dataset.page) return each.dataset.page;
  return location.pathname + location.search;
}

let waits = false;
function follow() {
  waits = false;
  let here = null;
  for (const mark of list.querySelectorAll("[data-page]")) {
    if (!here || mark.getBoundingClientRect().top < innerHeight / 3) here = mark;
  }
  if (here && here.dataset.page !== location.pathname + location.search) history.replaceState(history.state, "", here.dataset.page);
}

function mark(row, address) {
  row.dataset.page = address;
}

async function more(link) {
  if (loading) return;
  loading = true;
  try {
    const answer = await fetch(link.href, { credentials: "same-origin" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const rows = [...page.querySelectorAll("ol.rows[data-endless] > li")].filter((row) => !document.getElementById(row.id));
    const pager = document.querySelector("[data-pager]");
    const next = page.querySelector("[data-pager]");
    const address = new URL(link.href);
    list.append(...rows.map((row) => document.adoptNode(row)));
    if (rows.length) mark(rows[0], address.pathname + address.search);
    if (next) pager.replaceWith(document.adoptNode(next));
    else pager.remove();
    added += 1;
    say(`${list.children.length}`);
    list.dispatchEvent(new CustomEvent("htmx:afterSwap", { bubbles: true }));
    watch();
  } finally {
    loading = false;
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
  if (!link) return;
  nearing.observe(link);
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const before = list.children.length;
    await more(link);
    list.children[before]?.querySelector(".row-title a")?.focus();
  });
}

// Back from a conversation: to the row one left by, which stands on the page of this address.
function comeBack() {
  const row = document.getElementById(history.state?.row ?? "");
  row?.scrollIntoView({ block: "center" });
  row?.querySelector(".row-title a")?.focus({ preventScroll: true });
}

if (list?.children.length) {
  mark([...list.children].find((row) => row.id), location.pathname + location.search);
  list.addEventListener("click", (event) => {
    const row = event.target.closest(".row-title a")?.closest("li");
    if (row) history.replaceState({ ...(history.state ?? {}), row: row.id }, "", pageOf(row));
  });
  addEventListener(
    "scroll",
    () => {
      if (!waits && added) requestAnimationFrame(follow);
      waits = added > 0;
    },
    { passive: true },
  );
  if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") comeBack();
  watch();
}
