// <details class="menu">: one open at a time, closed by Escape or a click elsewhere. And the theme's button.

const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Arrow keys walk through an open menu; Tab does too.
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const menu = event.target.closest?.("details.menu[open]");
  if (!menu) return;
  const stops = [...menu.querySelectorAll("summary, a, button")].filter((stop) => stop.offsetParent);
  const step = event.key === "ArrowDown" ? 1 : -1;
  stops[(stops.indexOf(event.target) + step + stops.length) % stops.length]?.focus();
  event.preventDefault();
});

// system -> light -> dark -> system
const turns = { system: "light", light: "dark", dark: "system" };
const theme = () => document.documentElement.dataset.theme ?? "system";

function showTheme() {
  for (const button of document.querySelectorAll("[data-theme-turn]")) {
    const word = button.querySelector("[data-theme-word]");
    word.textContent = word.dataset[theme()];
    button.hidden = false;
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-turn]")) return;
  const next = turns[theme()];
  if (next === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem("theme", next);
  } catch {
    // Storage is closed to us: the choice holds for this page.
  }
  showTheme();
});

showTheme();

// On a narrow screen a long row of links begins where one is.
for (const here of document.querySelectorAll(".rooms-nav [aria-current], .tabs [aria-current]")) {
  const row = here.parentElement;
  row.scrollLeft += here.getBoundingClientRect().left - row.getBoundingClientRect().left - 16;
}
