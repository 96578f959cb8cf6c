// Short words about what just happened: from the server by the header HX-Trigger: {"toast": "Saved"}, or from a
// module by document.dispatchEvent(new CustomEvent("toast", {detail: {value: "Saved"}})).

const tray = document.getElementById("toasts");

document.addEventListener("toast", (event) => {
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = event.detail?.value ?? "";
  tray?.append(toast);
  if (!event.detail?.stays) setTimeout(() => toast.remove(), 6000);
});

// What htmx could not do must not fail silently.
for (const name of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(name, () => {
    const value = tray?.dataset.trouble ?? "That did not work. Please try again.";
    document.dispatchEvent(new CustomEvent("toast", { detail: { value } }));
  });
}
