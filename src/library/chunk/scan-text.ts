// Cuts plain text into blocks: paragraphs between blank lines, bulleted items, and headings where they are plain to see.
import { headingLabel } from "./heading-label.ts";
import { LONGEST_WRAPPED_LINE, type Lines, advance, linesOf, skipBlanks } from "./lines.ts";
import { markerWidth, wikiLevel } from "./markdown-lines.ts";
import { CUT, type OutlineBuilder, type Task } from "./outline.ts";
import { addBlock, addHeading } from "./split-block.ts";

const LONGEST_HEADING = 100;
const DEEPEST = 6;
const UNDERLINE_MARKS = "=-~^*";
/** `1.2 Title`, `A.3 Title`: two numbers at least, or it may well be a list. */
const NUMBERED = /^(?:\d{1,3}|[A-Z])((?:\.\d{1,3})+)\.?\s+\p{L}/u;
const NAMED = /^(?:chapter|part|section|article|appendix|annex|schedule)\s+(?:\d{1,3}|[IVXLC]{1,6}|[A-Z])\b/iu;
const CAPITALS = /^(?:\d{1,3}|[IVXLC]{1,6})[.)]\s+\P{Ll}*\p{Lu}{2}\P{Ll}*$/u;

type Paragraph = { readonly start: number; end: number; lastLine: number; lineCount: number; readonly isItem: boolean };

type Reading = {
  readonly task: Task;
  readonly builder: OutlineBuilder;
  readonly lines: Lines;
  open: Paragraph | undefined;
  afterItem: boolean;
  afterColon: boolean;
};

export function scanText(task: Task, builder: OutlineBuilder): void {
  const { text } = task;
  const lines = linesOf(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  const reading: Reading = { task, builder, lines, open: undefined, afterItem: false, afterColon: false };
  let blankBefore = true;
  while (advance(lines)) {
    const first = skipBlanks(text, lines.start, lines.end);
    const isEmpty = first === lines.end;
    if (isEmpty) closeParagraph(reading, true);
    else readLine(reading, first, blankBefore);
    blankBefore = isEmpty;
  }
  closeParagraph(reading, true);
  task.work.steps += text.length;
}

function readLine(reading: Reading, first: number, blankBefore: boolean): void {
  const { task, lines, builder, open } = reading;
  const wiki = task.text.charCodeAt(first) === 61 ? wikiLevel(task.text, first, lines.end) : 0;
  if (wiki > 0) {
    closeParagraph(reading, false);
    openSection(reading, wiki, { start: first, end: lines.end });
    return;
  }
  const underline = underlineOf(task.text, open, first, lines.end);
  if (open !== undefined && underline > 0) {
    reading.open = undefined;
    openSection(reading, underline, { start: open.start, end: open.end }, lines.end);
    return;
  }
  if (isRuleLine(task.text, first, lines.end)) {
    closeParagraph(reading, false);
    builder.breakHere(CUT.rule);
    return;
  }
  const isItem = markerWidth(task.text, first, lines.end) > 0;
  if (open !== undefined && !isItem && open.end - open.lastLine <= LONGEST_WRAPPED_LINE) {
    open.end = lines.end;
    open.lastLine = lines.start;
    open.lineCount += 1;
    return;
  }
  closeParagraph(reading, false);
  reading.afterItem &&= isItem || !blankBefore;
  reading.open = { start: first, end: lines.end, lastLine: first, lineCount: 1, isItem };
}

function openSection(reading: Reading, level: number, title: { start: number; end: number }, end = title.end): void {
  const { task, builder } = reading;
  const label = headingLabel(task.text.slice(title.start, title.end));
  addHeading(task, builder, { level, label, start: title.start, end });
  reading.afterItem = false;
  reading.afterColon = false;
}

/** Ends the open paragraph; `alone` says that a blank line or the end of the text follows. */
function closeParagraph(reading: Reading, alone: boolean): void {
  const { open, task, builder } = reading;
  if (open === undefined) return;
  reading.open = undefined;
  const level = alone && open.lineCount === 1 ? titleLevel(task.text, open.start, open.end) : 0;
  if (level > 0) {
    openSection(reading, level, open);
    return;
  }
  addBlock(task, builder, { kind: open.isItem ? "list" : "prose", span: open, cut: cutBefore(reading, open) });
  reading.afterItem = open.isItem;
  reading.afterColon = task.text
    .slice(Math.max(open.start, open.end - 8), open.end)
    .trimEnd()
    .endsWith(":");
}

function cutBefore(reading: Reading, open: Paragraph): number {
  if (reading.afterColon) return open.isItem ? CUT.leadIn : CUT.companion;
  if (!open.isItem) return CUT.block;
  return reading.afterItem ? CUT.item : CUT.companion;
}

/** Level of the heading that the line underlines, by its mark; 0 when it underlines nothing. */
function underlineOf(text: string, open: Paragraph | undefined, first: number, end: number): number {
  if (open === undefined || open.isItem || open.lineCount !== 1 || open.end - open.start > LONGEST_HEADING) return 0;
  const rank = UNDERLINE_MARKS.indexOf(text.charAt(first));
  if (rank === -1 || !isRuleLine(text, first, end)) return 0;
  const length = end - first;
  const titleLength = open.end - open.start;
  return length >= Math.min(3, titleLength) && length >= titleLength / 2 ? rank + 1 : 0;
}

/** True for a line of three or more equal marks and nothing else. */
function isRuleLine(text: string, first: number, lineEnd: number): boolean {
  const mark = text.charCodeAt(first);
  if (!UNDERLINE_MARKS.includes(text.charAt(first)) && mark !== 95) return false;
  let index = first;
  while (index < lineEnd && text.charCodeAt(index) === mark) index += 1;
  return index - first >= 3 && skipBlanks(text, index, lineEnd) === lineEnd;
}

/** Level of a numbered or named title standing alone, 0 for an ordinary line. */
function titleLevel(text: string, start: number, end: number): number {
  if (end - start > LONGEST_HEADING) return 0;
  const line = text.slice(start, end).trimEnd();
  if (/[.;,:!?]$/.test(line)) return 0;
  const numbered = NUMBERED.exec(line);
  if (numbered !== null) return Math.min(DEEPEST, (numbered[1] ?? "").split(".").length);
  return NAMED.test(line) || CAPITALS.test(line) ? 1 : 0;
}
