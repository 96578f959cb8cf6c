// <button data-confirm="Delete this post?">: asks in a dialog before the form is sent. Without scripts the form
// leads to a page that asks, or the act can be undone.

const dialog = document.createElement("dialog");
dialog.setAttribute("aria-labelledby", "confirm-question");
dialog.innerHTML = `<form method="dialog"><p id="confirm-question"></p>
  <div class="buttons"><button class="button" value="no" autofocus></button><button class="button danger" value="yes"></button></div></form>`;
document.body.append(dialog);

let sure = null;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-confirm]");
  if (!button || button === sure) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const [no, yes] = dialog.querySelectorAll("button");
  dialog.querySelector("p").textContent = button.dataset.confirm;
  yes.textContent = button.textContent.trim();
  no.textContent = button.dataset.no ?? "Cancel";
  dialog.returnValue = "";
  dialog.showModal();
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    sure = button;
    button.click();
    sure = null;
  }, { once: true });
}, { capture: true });
