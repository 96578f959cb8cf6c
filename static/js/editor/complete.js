// A list under the caret while one types @ (people) or # (topics), and tags in their field. The server says what may be
// seen; arrows choose, Enter takes, Escape closes, Tab goes on its way.
import { write } from "./marks.js";

const WAIT_MS = 120;
const KINDS = [
  { name: "people", found: /(?:^|[\s(>*_])@([\w-]{0,30})$/u, put: (value) => `@${value} ` },
  { name: "topics", found: /(?:^|[\s(>*_])#([\p{L}\p{N}][^\s#]{0,40})$/u, put: (value) => `#${value} ` },
];
const TAGS = [{ name: "tags", found: /(?:^|,)\s*([^,]{1,40})$/u, put: (value) => `${value}, ` }];
let count = 0;

// Where the caret stands, measured on a copy of the field.
function caret(area) {
  const copy = document.createElement("div");
  const style = getComputedStyle(area);
  for (const name of ["font", "letterSpacing", "padding", "border", "boxSizing", "lineHeight", "tabSize"]) copy.style[name] = style[name];
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", width: `${area.clientWidth}px` });
  copy.textContent = area.value.slice(0, area.selectionStart);
  const mark = document.createElement("span");
  mark.textContent = "\u200b";
  copy.append(mark);
  document.body.append(copy);
  const at = { left: mark.offsetLeft, top: mark.offsetTop + mark.offsetHeight - area.scrollTop };
  copy.remove();
  return at;
}

export function complete(editor, area, kinds, said) {
  const list = document.createElement("ul");
  list.className = "completions";
  list.id = `completions-${count += 1}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", editor.dataset.offers ?? "");
  (area.closest(".editor") ?? area.parentElement).append(list);
  for (const [name, value] of [["aria-autocomplete", "list"], ["aria-haspopup", "listbox"], ["aria-controls", list.id], ["autocomplete", "off"]]) area.setAttribute(name, value);
  const kept = new Map();
  let shown = null;
  let active = -1;
  let timer = 0;
  let asked = null;

  function close() {
    list.hidden = true;
    shown = null;
    active = -1;
    area.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    active = index;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) area.removeAttribute("aria-activedescendant");
    else {
      area.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    }
  }

  function take(index) {
    const { kind, length } = shown;
    const at = area.selectionStart;
    const option = shown.options[index];
    close();
    write(area, at - length, at, kind.put(option.value));
  }

  function show(kind, word, options) {
    if (!options.length) return close();
    shown = { kind, options, length: word.length + (kind.name === "tags" ? 0 : 1) };
    list.replaceChildren(...options.map((option, index) => {
      const row = document.createElement("li");
      Object.assign(row, { id: `${list.id}-${index}` });
      row.setAttribute("role", "option");
      const label = document.createElement("b");
      label.textContent = option.label;
      const hint = document.createElement("span");
      hint.textContent = option.hint;
      row.append(label, hint);
      row.addEventListener("pointerdown", (event) => {
        event.preventDefault(); // the field keeps the focus, and phones their keyboard
        take(index);
      });
      return row;
    }));
    list.hidden = false;
    if (kind.name !== "tags") {
      const at = caret(area);
      const widest = Math.max(0, area.clientWidth - list.offsetWidth - 8);
      list.style.left = `${area.offsetLeft + Math.min(at.left, widest)}px`;
      list.style.top = `${area.offsetTop + Math.min(at.top, area.clientHeight) + 4}px`;
    }
    mark(kind.name === "tags" ? -1 : 0); // Enter in a field of its own sends the form, unless one was chosen
    if (said) said.textContent = (editor.dataset.offered ?? "").replace("%s", options.length);
  }

  const word = () => {
    if (area.selectionStart !== area.selectionEnd) return null;
    const before = area.value.slice(Math.max(0, area.selectionStart - 80), area.selectionStart);
    for (const kind of kinds) {
      const match = editor.dataset[kind.name] && kind.found.exec(before);
      if (match) return { kind, text: match[1] };
    }
    return null;
  };

  async function ask() {
    const found = word();
    if (!found) return close();
    const { kind, text } = found;
    const key = `${kind.name} ${text}`;
    if (!kept.has(key)) {
      asked?.abort();
      asked = new AbortController();
      const query = new URLSearchParams({ q: text });
      if (editor.dataset.topic) query.set("topic", editor.dataset.topic);
      try {
        const response = await fetch(`${editor.dataset[kind.name]}?${query}`, { signal: asked.signal });
        if (!response.ok || response.redirected) return close();
        kept.set(key, (await response.json()).options);
      } catch {
        return undefined; // asked again by the next letter
      }
    }
    const now = word();
    if (now?.kind === kind && now.text === text && document.activeElement === area) show(kind, text, kept.get(key));
    return undefined;
  }

  area.addEventListener("input", () => {
    clearTimeout(timer);
    if (!word()) close();
    else timer = setTimeout(ask, WAIT_MS);
  });
  area.addEventListener("keydown", (event) => {
    if (!shown || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const size = shown.options.length;
    if (step) mark((Math.max(active, step > 0 ? -1 : 0) + step + size) % size);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0 && !event.ctrlKey && !event.metaKey) take(active);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  area.addEventListener("blur", () => setTimeout(close, 150));
  area.addEventListener("click", close);
}

export const completeText = (editor, area, said) => complete(editor, area, KINDS, said);
export const completeTags = (editor, field, said) => complete(editor, field, TAGS, said);
