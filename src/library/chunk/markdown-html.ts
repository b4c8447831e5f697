// HTML inside Markdown: headings, comments, scripts, and blocks that end at a blank line.
import { trimStart } from "./lines.ts";
import { htmlHeadingLevel } from "./markdown-lines.ts";
import { type Scan, closeBlock, openBlock, openSection } from "./markdown-scan.ts";

const RAW = /^<(script|style|pre|textarea)(?=[\s>]|$)/i;
const TAG = /^<\/?[a-zA-Z][\w.-]*(?=[\s/>]|$)|^<[?!>]/;

/** True when the line opens HTML, a comment included. */
export function openHtml(scan: Scan, first: number): boolean {
  const { lines, task } = scan;
  const level = htmlHeadingLevel(task.text, first, lines.end);
  if (level > 0) {
    closeBlock(scan);
    openSection(scan, { level, start: first, end: lines.end });
    return true;
  }
  if (task.text.startsWith("<!--", first)) return openComment(scan, first);
  const opening = task.text.slice(first, Math.min(first + 80, lines.end));
  const raw = RAW.exec(opening)?.[1];
  if (raw !== undefined) {
    closeBlock(scan);
    openBlock(scan, "html", first, { until: endOf(scan, `</${raw.toLowerCase()}>`, first) });
    return true;
  }
  if (scan.open !== undefined || !TAG.test(opening)) return false;
  openBlock(scan, "html", first);
  return true;
}

/** A comment that is alone on its lines is no text; one with text after it, or without an end, is an ordinary block. */
function openComment(scan: Scan, first: number): boolean {
  const { task, lines } = scan;
  const until = endOf(scan, "-->", first);
  if (until === 0) return false;
  const lineEnd = until <= lines.end ? lines.end : endOfLine(task.text, until);
  if (trimStart(task.text, until, lineEnd) < lineEnd) {
    closeBlock(scan);
    openBlock(scan, "html", first, { until });
    return true;
  }
  closeBlock(scan);
  scan.skipUntil = lineEnd;
  return true;
}

function endOfLine(text: string, from: number): number {
  let index = from;
  while (index < text.length && text.charCodeAt(index) !== 10 && text.charCodeAt(index) !== 13) index += 1;
  return index;
}

/** Position after the next end mark, or 0 when there is none in the rest of the text. */
function endOf(scan: Scan, mark: string, from: number): number {
  const known = scan.endMarks.get(mark);
  if (known === -1) return 0;
  if (known !== undefined && known >= from) return known + mark.length;
  const found = scan.task.text.indexOf(mark, from);
  scan.endMarks.set(mark, found);
  return found === -1 ? 0 : found + mark.length;
}
