// What the toolbar's buttons do to the text: Markdown around the selection, taken off again by the same button.

export const keys = { b: "bold", i: "italic", k: "link" };
const AROUND = { bold: "**", italic: "*", code: "`" };
const BEFORE_LINES = { quote: "> ", list: "- " };

// Writes as typing does, so that undo takes it back, and says so to whoever listens for input.
export function write(area, from, to, text) {
  area.focus();
  area.setSelectionRange(from, to);
  const typed = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (typed) return;
  area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function around(area, mark) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const inner = value.slice(from, to);
  const outside = value.slice(from - mark.length, from) === mark && value.slice(to, to + mark.length) === mark;
  if (outside) {
    write(area, from - mark.length, to + mark.length, inner);
    area.setSelectionRange(from - mark.length, to - mark.length);
    return;
  }
  write(area, from, to, `${mark}${inner}${mark}`);
  area.setSelectionRange(from + mark.length, to + mark.length);
}

function fence(area) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const inner = value.slice(from, to);
  write(area, from, to, `\`\`\`\n${inner}\n\`\`\``);
  area.setSelectionRange(from + 4, from + 4 + inner.length);
}

function lines(area, mark) {
  const { selectionStart, selectionEnd, value } = area;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const end = value.indexOf("\n", selectionEnd);
  const to = end < 0 ? value.length : end;
  const rows = value.slice(from, to).split("\n");
  const marked = rows.every((row) => row.startsWith(mark));
  const text = rows.map((row) => (marked ? row.slice(mark.length) : mark + row)).join("\n");
  write(area, from, to, text);
  if (rows.length > 1) area.setSelectionRange(from, from + text.length);
}

function link(area) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const inner = value.slice(from, to);
  const address = /^(https?:\/\/|www\.)\S+$/.test(inner);
  write(area, from, to, address ? `[](${inner})` : `[${inner}](https://)`);
  if (address) area.setSelectionRange(from + 1, from + 1);
  else if (inner) area.setSelectionRange(from + inner.length + 3, from + inner.length + 11);
  else area.setSelectionRange(from + 1, from + 1);
}

export function perform(area, act) {
  if (act === "link") link(area);
  else if (act === "code" && area.value.slice(area.selectionStart, area.selectionEnd).includes("\n")) fence(area);
  else if (AROUND[act]) around(area, AROUND[act]);
  else if (BEFORE_LINES[act]) lines(area, BEFORE_LINES[act]);
}
