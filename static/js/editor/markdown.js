// A small, safe part of HTML as Markdown: read as a document that runs and loads nothing; what it does not know keeps its words.

const SAFE = /^(https?:|mailto:)/i;
const SKIPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "HEAD", "TITLE", "IFRAME", "OBJECT", "SVG", "MATH", "BUTTON", "SELECT", "TEXTAREA"]);
const BLOCK = new Set(["P", "DIV", "SECTION", "ARTICLE", "HEADER", "FOOTER", "MAIN", "TABLE", "TR", "FIGURE", "DL", "DT", "DD", "BODY"]);
const MAX_DEPTH = 40;

const escaped = (text) => text.replace(/[\\`*_[\]<>|]/g, "\\$&");
const styleOf = (node) => node.getAttribute("style") ?? ""; // the attribute: the policy keeps it from being a style
const inLine = (text) => text.replace(/\s+/g, " ");

function around(mark, node, depth) {
  const inner = children(node, depth);
  const words = inner.trim();
  if (!words || words.includes("\n\n")) return inner;
  return `${/^\s/.test(inner) ? " " : ""}${mark}${words}${mark}${/\s$/.test(inner) ? " " : ""}`;
}

function code(node) {
  const text = node.textContent;
  if (!text.trim()) return text;
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  const gap = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${ticks}${gap}${inLine(text)}${gap}${ticks}`;
}

function fence(node) {
  const text = node.textContent.replace(/\n+$/, "");
  const ticks = text.includes("```") ? "````" : "```";
  const language = /language-([\w+#.-]+)/.exec(node.querySelector("code")?.className ?? node.className)?.[1] ?? "";
  return `\n\n${ticks}${language}\n${text}\n${ticks}\n\n`;
}

function link(node, depth) {
  const words = inLine(children(node, depth)).trim();
  const address = node.getAttribute("href") ?? "";
  if (!words || !SAFE.test(address) || !URL.canParse(address)) return children(node, depth);
  const target = new URL(address).href.replace(/[()]/g, (mark) => (mark === "(" ? "%28" : "%29"));
  return node.textContent.trim() === address ? address : `[${words}](${target})`;
}

function list(node, depth) {
  let number = Number(node.getAttribute("start")) || 1;
  const rows = [...node.children].filter((item) => item.tagName === "LI").map((item) => {
    const mark = node.tagName === "OL" ? `${number++}. ` : "- ";
    const inner = children(item, depth).trim().replace(/\n{2,}(?=\s*(?:[-*]|\d+\.) )/g, "\n");
    return mark + inner.replace(/\n(?=.)/g, `\n${" ".repeat(mark.length)}`);
  });
  return `\n\n${rows.join("\n")}\n\n`;
}

const quote = (node, depth) => `\n\n${tidy(children(node, depth)).split("\n").map((line) => `> ${line}`.trimEnd()).join("\n")}\n\n`;

function element(node, depth) {
  const name = node.tagName;
  if (SKIPPED.has(name) || node.hidden) return "";
  if (name === "STRONG" || name === "B") return /font-weight:\s*(normal|400)/.test(styleOf(node)) ? children(node, depth) : around("**", node, depth);
  if (name === "EM" || name === "I") return /font-style:\s*normal/.test(styleOf(node)) ? children(node, depth) : around("*", node, depth);
  if (name === "DEL" || name === "S") return around("~~", node, depth);
  if (name === "CODE" || name === "KBD" || name === "SAMP") return code(node);
  if (name === "PRE") return fence(node);
  if (name === "A") return link(node, depth);
  if (name === "BR") return "\n";
  if (name === "HR") return "\n\n---\n\n";
  if (name === "IMG") return escaped(inLine(node.alt ?? ""));
  if (name === "UL" || name === "OL") return list(node, depth);
  if (name === "BLOCKQUOTE") return quote(node, depth);
  if (/^H[1-6]$/.test(name)) return `\n\n${"#".repeat(Math.max(2, Number(name[1])))} ${inLine(children(node, depth)).trim()}\n\n`;
  if (name === "TD" || name === "TH") return `${children(node, depth).trim()} `;
  return BLOCK.has(name) ? `\n\n${children(node, depth)}\n\n` : children(node, depth);
}

function children(node, depth) {
  if (depth > MAX_DEPTH) return inLine(node.textContent);
  return [...node.childNodes].map((child) => {
    if (child.nodeType === Node.TEXT_NODE) return escaped(inLine(child.data));
    return child.nodeType === Node.ELEMENT_NODE ? element(child, depth + 1) : "";
  }).join("");
}

const tidy = (text) => text.replace(/[ \t]+\n/g, "\n").replace(/\n[ \t]+(?=\n)/g, "\n").replace(/\n{3,}/g, "\n\n").trim();

export function toMarkdown(html) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  return tidy(element(body, 0).replace(/^ +(?=\S)/gm, (gap, at, all) => (/\n$/.test(all.slice(0, at)) && gap.length === 1 ? "" : gap)));
}
