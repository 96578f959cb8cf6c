// The agents' desk: keys go through the list, what was chosen stays chosen when the list is fetched anew, and a help
// article is put into the answer in place. Everything works without it.
const typing = (element) => element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("#cases .case-row")];
const boxes = () => [...document.querySelectorAll("#cases input[name=cases]")];
let at = "";

function mark(row) {
  for (const each of rows()) each.classList.toggle("at", each === row);
  at = row?.id ?? "";
  row?.querySelector("a")?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  const now = all.findIndex((row) => row.id === at);
  mark(all[Math.max(0, Math.min(all.length - 1, now + by))]);
}

function count() {
  const line = document.querySelector("#bulk [data-chosen]");
  const chosen = boxes().filter((box) => box.checked).length;
  if (line) line.textContent = line.dataset.chosen.replace("%s", chosen);
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  x: () => document.getElementById(at)?.querySelector("input[name=cases]")?.click(),
  r: () => document.querySelector("#answer textarea")?.focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
  const target = document.querySelector(`[data-hotkey="${CSS.escape(event.key)}"]`);
  const act = keys[event.key];
  if (!target && !act) return;
  event.preventDefault();
  if (target) target.click();
  else act();
});

document.addEventListener("change", (event) => {
  if (event.target.name === "cases") count();
});

// The list comes anew when a case changes: who was chosen, and where one stood, stay.
let chosen = new Set();
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "cases") chosen = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
});
document.addEventListener("htmx:afterSettle", () => {
  if (!document.getElementById("cases")) return;
  for (const box of boxes()) if (chosen.has(box.value)) box.checked = true;
  const row = rows().find((each) => each.id === at);
  row?.classList.add("at");
  count();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-canned]");
  const field = document.querySelector("#answer textarea[name=text]");
  if (!link || !field) return;
  event.preventDefault();
  const before = field.value.slice(0, field.selectionStart);
  const gap = before && !before.endsWith("\n\n") ? "\n\n" : "";
  field.setRangeText(gap + link.dataset.text, field.selectionStart, field.selectionEnd, "end");
  const article = document.querySelector("#answer input[name=article]");
  if (article) article.value = link.dataset.canned;
  field.focus();
});
