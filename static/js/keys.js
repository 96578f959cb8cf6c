// "/" goes to the search field (data-key="/"), unless one is typing.

const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const target = [...document.querySelectorAll("[data-key]")].find(
    (element) => element.dataset.key === event.key && element.offsetParent,
  );
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.select?.();
});
