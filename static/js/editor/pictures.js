// Pictures and files by paste, drop and choice: sent at once with progress, tried again when that fails; the text gets their Markdown.
import { token } from "./token.js";
import { write } from "./marks.js";

const isPicture = (file) => file.type.startsWith("image/");

function send(address, file, csrf, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch tells nothing of what was sent so far
    const body = new FormData();
    body.append("file", file);
    request.open("POST", address);
    request.responseType = "json";
    request.setRequestHeader("X-CSRFToken", csrf);
    request.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress(event.loaded / event.total));
    request.addEventListener("load", () => (request.status === 201 ? resolve(request.response) : reject(request)));
    request.addEventListener("error", () => reject(request));
    request.send(body);
  });
}

// Where a picture will stand while it is on its way: found again by its words, wherever they have moved to.
function putInPlace(area, placeholder, text) {
  const at = area.value.indexOf(placeholder);
  if (at < 0) return;
  const { selectionStart, selectionEnd } = area;
  const shift = text.length - placeholder.length;
  area.setRangeText(text, at, at + placeholder.length, "preserve");
  if (selectionStart > at) area.setSelectionRange(selectionStart + shift, selectionEnd + shift);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

export function takePictures(editor, area, makeRow) {
  const list = editor.querySelector(".editor-uploads");
  if (!list) return { choose() {} };
  const plain = editor.querySelector(".editor-file");
  const accept = plain?.querySelector("input")?.accept ?? "image/*";
  const isTaken = (file) => isPicture(file) || accept.split(",").some((ending) => file.name.toLowerCase().endsWith(ending));
  const chooser = document.createElement("input");
  Object.assign(chooser, { type: "file", accept, multiple: true, hidden: true });
  editor.append(chooser);
  if (plain) plain.hidden = true;
  const underway = new Set();
  let count = 0;

  function begin(file) {
    count += 1;
    const row = makeRow();
    const placeholder = `${isPicture(file) ? "!" : ""}[${file.name.replace(/[[\]()]/g, " ")} ${count}…]()`;
    const gap = area.selectionStart && area.value[area.selectionStart - 1] !== "\n" ? "\n" : "";
    write(area, area.selectionStart, area.selectionEnd, `${gap}${placeholder}\n`);
    row.querySelector("[data-name]").textContent = file.name;
    list.append(row);
    row.querySelector("[data-again]").addEventListener("click", () => attempt(file, row, placeholder));
    row.querySelector("[data-leave]").addEventListener("click", () => leave(row, placeholder));
    attempt(file, row, placeholder);
  }

  function leave(row, placeholder) {
    putInPlace(area, placeholder, "");
    row.remove();
    area.focus();
  }

  async function attempt(file, row, placeholder) {
    const [bar, error] = [row.querySelector("progress"), row.querySelector("[data-error]")];
    const buttons = row.querySelectorAll("[data-again], [data-leave]");
    for (const button of buttons) button.hidden = true;
    [bar.hidden, bar.value, error.textContent] = [false, 0, ""];
    const work = send(editor.dataset.uploadUrl, file, token(area.form), (share) => { bar.value = share; });
    underway.add(work);
    try {
      putInPlace(area, placeholder, (await work).markdown);
      row.remove();
    } catch (request) {
      bar.hidden = true;
      error.textContent = request.response?.error ?? editor.dataset.lost;
      for (const button of buttons) button.hidden = button.matches("[data-again]") && request.status === 400;
    } finally {
      underway.delete(work);
    }
  }

  // What is pasted may be words that come with a picture of themselves; what is dropped is meant, and is refused in words.
  const takeFrom = (event, data, isMeant) => {
    const files = [...(data?.files ?? [])].filter((file) => isMeant || isTaken(file));
    if (!files.length) return;
    event.preventDefault();
    files.forEach(begin);
  };

  chooser.addEventListener("change", () => {
    [...chooser.files].forEach(begin);
    chooser.value = "";
  });
  area.addEventListener("paste", (event) => takeFrom(event, event.clipboardData, false));
  editor.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    editor.classList.add("dropping");
  });
  for (const over of ["dragleave", "drop"]) editor.addEventListener(over, () => editor.classList.remove("dropping"));
  editor.addEventListener("drop", (event) => takeFrom(event, event.dataTransfer, true));
  // Sent before a picture has arrived, the form waits for it; before anybody else hears of the submit.
  area.form?.addEventListener("submit", (event) => {
    if (!underway.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    Promise.allSettled([...underway]).then((results) => {
      if (results.every((result) => result.status === "fulfilled")) setTimeout(() => area.form.requestSubmit(submitter));
    });
  }, true);

  return { choose: () => chooser.click() };
}
