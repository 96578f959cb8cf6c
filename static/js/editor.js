// <div data-editor> around a labelled textarea: a toolbar, pictures by paste and drop, a preview, saving while one writes.
// Everything it shows is in templates of templates/elements/editor.html, so that the words are the page's.
import { completeTags, completeText } from "./editor/complete.js";
import { keepDraft } from "./editor/draft.js";
import { continueList } from "./editor/lists.js";
import { actOf, perform } from "./editor/marks.js";
import { takePaste } from "./editor/paste.js";
import { takePictures } from "./editor/pictures.js";
import { showPreview } from "./editor/preview.js";
import "./quoting.js";
import "./sharing.js";

const copy = (editor, name) => editor.querySelector(`template[data-editor-${name}]`)?.content.firstElementChild.cloneNode(true);

function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

// A toolbar is one stop of the Tab key; arrows move within it.
function rove(bar) {
  const buttons = [...bar.querySelectorAll("button")];
  const stop = (at) => buttons.forEach((button, index) => { button.tabIndex = index === at ? 0 : -1; });
  stop(0);
  bar.addEventListener("focusin", (event) => stop(buttons.indexOf(event.target)));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
  });
}

function enhance(editor) {
  const area = editor.querySelector("textarea");
  const bar = copy(editor, "bar");
  if (!area || !bar || editor.dataset.editor === "ready") return;
  editor.dataset.editor = "ready";
  area.before(bar);
  rove(bar);
  const preview = showPreview(editor, area, bar.querySelector("[data-act=preview]"), copy(editor, "preview"));
  const pictures = takePictures(editor, area, () => copy(editor, "upload"));
  const offers = editor.querySelector(".editor-offers");
  completeText(editor, area, offers);
  const tags = area.form?.elements.tags;
  if (tags instanceof HTMLInputElement) completeTags(editor, tags, offers);
  takePaste(area);
  const help = copy(editor, "help");
  if (help) editor.append(help);
  keepDraft(editor, area, () => copy(editor, "notice"));
  bar.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "preview") preview.toggle();
    else if (act === "picture") pictures.choose();
    else if (act === "help") help?.showModal();
    else if (act) perform(area, act);
  });
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    if (!event.ctrlKey && !event.metaKey) {
      if (event.key === "Enter" && continueList(area, event)) event.preventDefault();
      return;
    }
    if (event.key === "Enter" && !event.shiftKey) area.form?.requestSubmit();
    else if (actOf(event)) perform(area, actOf(event));
    else return;
    event.preventDefault();
  });
  area.addEventListener("input", () => grow(area));
  area.form?.addEventListener("reset", () => setTimeout(() => area.dispatchEvent(new Event("input", { bubbles: true }))));
  grow(area);
}

const enhanceAll = (root) => {
  if (root.matches?.("[data-editor]")) enhance(root);
  for (const editor of root.querySelectorAll?.("[data-editor]") ?? []) enhance(editor);
};

enhanceAll(document);
document.addEventListener("htmx:load", (event) => enhanceAll(event.target));
