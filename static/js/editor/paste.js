// Pasting: an address over a selection makes a link; what comes as HTML becomes Markdown, where that says more than its words.
// With Shift held (paste as plain text) browsers bring no HTML, and nothing of this happens.
import { toMarkdown } from "./markdown.js";
import { write } from "./marks.js";

const ADDRESS = /^https?:\/\/[^\s<>]{3,2000}$/;
const MAX_HTML = 300_000;

export function takePaste(area) {
  area.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    if (event.defaultPrevented || !data || data.files.length) return;
    const plain = data.getData("text/plain");
    const { selectionStart: from, selectionEnd: to, value } = area;
    const chosen = value.slice(from, to);
    const address = plain.trim();
    if (chosen.trim() && !chosen.includes("\n") && ADDRESS.test(address) && !ADDRESS.test(chosen.trim())) {
      event.preventDefault();
      write(area, from, to, `[${chosen}](${address.replace(/[()]/g, (mark) => (mark === "(" ? "%28" : "%29"))})`);
      return;
    }
    const html = data.getData("text/html");
    if (!html || html.length > MAX_HTML || /(^|\n)(```|~~~)[^\n]*\n(?![\s\S]*\n(```|~~~))/.test(value.slice(0, from))) return;
    const made = toMarkdown(html);
    if (!made || made.replace(/\s+/g, " ") === plain.trim().replace(/\s+/g, " ")) return;
    event.preventDefault();
    write(area, from, to, made);
  });
}
