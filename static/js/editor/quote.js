// A quote that keeps its author and its place, as core/text/quotes.py writes it: plain Markdown that reads well anywhere.

const MAX_QUOTED = 2_000;

// `wrote`: the words of the page's language, "@%s wrote" with the handle put in.
export function quoteMarkdown(handle, postId, words, wrote = "@%s wrote") {
  const head = wrote.replace("%s", () => handle);
  const text = words.trim().replace(/\n{3,}/g, "\n\n").slice(0, MAX_QUOTED).trim();
  const lines = text.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");
  return `> [${head}](/p/${postId}/):\n>\n${lines}\n\n`;
}

// Puts a quote into the text where the caret is, on lines of its own, and the caret behind it.
export function insertQuote(area, markdown, write) {
  const { selectionStart: at, value } = area;
  const before = value.slice(0, at);
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  write(area, at, area.selectionEnd, gap + markdown);
}
