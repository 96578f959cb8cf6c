// "Link to this post": on phones the system's own sheet, elsewhere the address goes to the clipboard. Without either it is a link.
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-share]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const onPhone = navigator.share && matchMedia("(pointer: coarse)").matches;
  if (!onPhone && !navigator.clipboard) return;
  event.preventDefault();
  try {
    if (onPhone) await navigator.share({ title: document.title, url: link.href });
    else await navigator.clipboard.writeText(link.href);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(link.href);
    return;
  }
  link.closest("details.menu")?.removeAttribute("open");
  if (!onPhone) document.dispatchEvent(new CustomEvent("toast", { detail: { value: link.dataset.share } }));
});
