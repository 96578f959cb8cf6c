// Lists and quotes go on at Enter, and end at Enter on an empty item. Tab is left alone: it leads to the next control.
import { write } from "./marks.js";

const ITEM = /^(\s*(?:> ?)*)(?:([-*+])|(\d{1,9})([.)]))( +)(\[[ xX]\] +)?/;
const QUOTE = /^\s*(?:> ?)+/;

function inFence(text) {
  let fence = "";
  for (const [, mark] of text.matchAll(/^ {0,3}(`{3,}|~{3,})/gm)) {
    if (!fence) fence = mark;
    else if (mark[0] === fence[0] && mark.length >= fence.length) fence = "";
  }
  return Boolean(fence);
}

// What the next line begins with; null where nothing goes on. `empty`: there is a mark and nothing behind it.
export function goesOn(line) {
  const item = ITEM.exec(line);
  if (item) {
    const [whole, before, bullet, number, stop, gap, task] = item;
    const mark = bullet ?? `${Number(number) + 1}${stop}`;
    return { mark: `${before}${mark}${gap}${task ? "[ ] " : ""}`, empty: !line.slice(whole.length).trim() };
  }
  const quote = QUOTE.exec(line);
  return quote ? { mark: quote[0], empty: !line.slice(quote[0].length).trim() } : null;
}

export function continueList(area, event) {
  const { selectionStart: at, selectionEnd, value } = area;
  if (at !== selectionEnd || event.shiftKey || inFence(value.slice(0, at))) return false;
  const from = value.lastIndexOf("\n", at - 1) + 1;
  const line = value.slice(from, at);
  const next = goesOn(line);
  if (!next) return false;
  if (next.empty) write(area, from, at, "");
  else write(area, at, at, `\n${next.mark}`);
  return true;
}
