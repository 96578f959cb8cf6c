// What the toolbar's buttons do to the text: Markdown around the selection, taken off again by the same button.

const AROUND = { bold: "**", italic: "*", code: "`", spoiler: "||" };
const BEFORE_LINES = { quote: () => "> ", list: () => "- ", numbered: (at) => `${at + 1}. `, task: () => "- [ ] " };
const MARKED = { quote: /^> ?/, list: /^[-*+] (?!\[[ xX]\] )/, numbered: /^\d+[.)] /, task: /^[-*+] \[[ xX]\] / };
const TABLE = "| Column | Column |\n| --- | --- |\n|  |  |\n";

// The act a key stands for, with Control or Command held; templates/elements/editor.html lists them.
export function actOf(event) {
  if (!event.shiftKey) return { b: "bold", i: "italic", k: "link", e: "code" }[event.key.toLowerCase()];
  return { Digit7: "numbered", Digit8: "list", Digit9: "quote", KeyX: "task", KeyH: "spoiler", KeyE: "codeblock" }[event.code];
}

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

// A block of its own: at the beginning of a line, with one after it.
function block(area, before, after) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const inner = value.slice(from, to);
  const gap = from && value[from - 1] !== "\n" ? "\n" : "";
  const end = value[to] === "\n" || to === value.length ? "" : "\n";
  write(area, from, to, `${gap}${before}${inner}${after}${end}`);
  const at = from + gap.length + before.length;
  area.setSelectionRange(at, at + inner.length);
}

function lines(area, act) {
  const { selectionStart, selectionEnd, value } = area;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const end = value.indexOf("\n", selectionEnd);
  const to = end < 0 ? value.length : end;
  const rows = value.slice(from, to).split("\n");
  const marked = rows.every((row) => MARKED[act].test(row));
  const bare = (row) => (act === "quote" ? row : row.replace(MARKED.task, "").replace(MARKED.list, "").replace(MARKED.numbered, ""));
  const text = rows
    .map((row, at) => (marked ? row.replace(MARKED[act], "") : BEFORE_LINES[act](at) + bare(row)))
    .join("\n");
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
  const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
  if (act === "link") link(area);
  else if (act === "codeblock" || (act === "code" && chosen.includes("\n"))) block(area, "```\n", "\n```");
  else if (act === "spoiler" && chosen.includes("\n")) block(area, ":::spoiler\n", "\n:::");
  else if (act === "table") block(area, TABLE, "");
  else if (AROUND[act]) around(area, AROUND[act]);
  else if (BEFORE_LINES[act]) lines(area, act);
}
