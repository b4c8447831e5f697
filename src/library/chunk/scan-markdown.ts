// Cuts Markdown into blocks in one pass over its lines, without building a tree.
import { frontMatterEnd } from "./front-matter.ts";
import { LONGEST_WRAPPED_LINE, type Lines, advance, linesOf, skipBlanks } from "./lines.ts";
import { openHtml } from "./markdown-html.ts";
import {
  atxLevel,
  closesFence,
  fenceLength,
  isDefinition,
  isDelimiterRow,
  isRule,
  markerWidth,
  moduleLine,
  underlineLevel,
  wikiLevel,
} from "./markdown-lines.ts";
import { type Scan, closeBlock, createScan, extendBlock, openBlock, openSection } from "./markdown-scan.ts";
import { CUT, type OutlineBuilder, type Task } from "./outline.ts";
import { columnsOf } from "./split-code.ts";

const CODE_INDENT = 4;
const LONGEST_TITLE = 300;

export function scanMarkdown(task: Task, builder: OutlineBuilder): void {
  const lines = linesOf(task.text, frontMatterEnd(task.text));
  const scan = createScan(task, builder, lines);
  while (advance(lines)) readLine(scan, lines);
  closeBlock(scan);
  task.work.steps += task.text.length;
}

function readLine(scan: Scan, lines: Lines): void {
  if (lines.start < scan.skipUntil) return;
  const { text } = scan.task;
  const first = skipBlanks(text, lines.start, lines.end);
  const isEmpty = first === lines.end;
  const columns = first === lines.start ? 0 : columnsOf(text, lines.start, first);
  if (scan.open?.fence !== undefined && continuesFence(scan, first, columns)) return;
  if (scan.open !== undefined && lines.start < scan.open.until) return extendBlock(scan);
  if (isEmpty) return readBlank(scan);
  const kind = scan.open?.kind;
  if (kind === "html" || kind === "module") return extendBlock(scan);
  if (kind === "indented") {
    if (columns >= CODE_INDENT) return extendBlock(scan);
    closeBlock(scan);
  }
  if (!opensBlock(scan, first, columns)) readText(scan, first, columns);
}

function readBlank(scan: Scan): void {
  if (scan.open?.kind !== "indented") closeBlock(scan);
}

/** Feeds a line to the open fence; false when the list item around it has ended instead. */
function continuesFence(scan: Scan, first: number, columns: number): boolean {
  const { open, lines, task } = scan;
  if (open?.fence === undefined) return false;
  if (first < lines.end && columns < open.fence.indent) {
    closeBlock(scan);
    return false;
  }
  if (first < lines.end) extendBlock(scan);
  if (closesFence(task.text, first, lines.end, open.fence)) closeBlock(scan);
  return true;
}

/** True when the line opens a block of its own or changes the one above. */
function opensBlock(scan: Scan, first: number, columns: number): boolean {
  const { task, lines } = scan;
  const code = task.text.charCodeAt(first);
  switch (code) {
    case 35: // #
      return opensHeading(scan, first, columns, atxLevel(task.text, first, lines.end));
    case 96: // `
    case 126: // ~
      return opensFence(scan, first, columns, code);
    case 62: // >
      return opensQuote(scan, first, columns);
    case 60: // <
      return columns < CODE_INDENT || scan.items.length > 0 ? openHtml(scan, first) : false;
    case 91: // [
      return scan.open === undefined && isDefinition(task.text, first, lines.end);
    case 58: // :
    case 124: // |
      return opensTable(scan, first);
    case 61: // =
      return underlines(scan, first) || opensHeading(scan, first, columns, wikiLevel(task.text, first, lines.end));
    case 45: // -
      return (
        underlines(scan, first) ||
        opensTable(scan, first) ||
        opensRule(scan, first, columns) ||
        opensItem(scan, first, columns)
      );
    case 42: // *
    case 95: // _
      return opensRule(scan, first, columns) || opensItem(scan, first, columns);
    case 43: // +
    case 0x2022: // bullet
      return opensItem(scan, first, columns);
    case 101: // e
    case 105: // i
      return columns === 0 && opensModule(scan);
    default:
      return code >= 48 && code <= 57 && opensItem(scan, first, columns);
  }
}

function opensHeading(scan: Scan, first: number, columns: number, level: number): boolean {
  const { lines, items } = scan;
  const inItem = columns > 0 && columns >= (items.at(-1) ?? Number.POSITIVE_INFINITY);
  if (level === 0 || columns >= CODE_INDENT || inItem) return false;
  closeBlock(scan);
  openSection(scan, { level, start: first, end: lines.end });
  return true;
}

/** A single line of text with `===` or `---` under it is a heading. */
function underlines(scan: Scan, first: number): boolean {
  const { open, lines, task } = scan;
  if (open?.kind !== "paragraph" || open.lineCount !== 1 || open.end - open.start > LONGEST_TITLE) return false;
  const level = underlineLevel(task.text, first, lines.end);
  if (level === 0) return false;
  scan.open = undefined;
  openSection(scan, { level, start: open.start, end: lines.end, titleEnd: open.end });
  return true;
}

function opensFence(scan: Scan, first: number, columns: number, mark: number): boolean {
  const { lines, task } = scan;
  const length = fenceLength(task.text, first, lines.end);
  if (length === 0 || (columns >= CODE_INDENT && scan.items.length === 0)) return false;
  closeBlock(scan);
  leaveItems(scan, columns);
  const indent = Math.min(columns, scan.items.at(-1) ?? 0);
  openBlock(scan, "fence", lines.start, { fence: { mark, length, indent } });
  return true;
}

function opensQuote(scan: Scan, first: number, columns: number): boolean {
  if (columns >= CODE_INDENT && scan.items.length === 0) return false;
  if (scan.open?.kind === "quote") extendBlock(scan);
  else {
    closeBlock(scan);
    leaveItems(scan, columns);
    openBlock(scan, "quote", first);
  }
  return true;
}

function opensTable(scan: Scan, first: number): boolean {
  const { open, lines, task } = scan;
  if (
    (open?.kind !== "paragraph" && open?.kind !== "item" && open?.kind !== "itemText") ||
    !isDelimiterRow(task.text, first, lines.end)
  )
    return false;
  if (!task.text.slice(open.lastLine, open.end).includes("|")) return false;
  const { lastLine, lineCount, cut } = open;
  if (lineCount > 1) {
    open.end = lastLine;
    closeBlock(scan);
  }
  openBlock(scan, "table", lastLine, { headerEnd: lines.end, ...(lineCount > 1 ? {} : { cut }) });
  return true;
}

function opensRule(scan: Scan, first: number, columns: number): boolean {
  if (columns >= CODE_INDENT || !isRule(scan.task.text, first, scan.lines.end)) return false;
  closeBlock(scan);
  leaveItems(scan, columns);
  scan.before = "other";
  scan.builder.breakHere(CUT.rule);
  return true;
}

function opensItem(scan: Scan, first: number, columns: number): boolean {
  const { open, items, task, lines } = scan;
  const width = markerWidth(task.text, first, lines.end);
  if (width === 0) return false;
  const code = task.text.charCodeAt(first);
  const isNumber = code >= 48 && code <= 57;
  if (open?.kind === "paragraph" && isNumber && task.text.charCodeAt(first + 1) !== 46 && code !== 49) return false;
  if (columns >= CODE_INDENT && items.length === 0) return false;
  closeBlock(scan);
  const deeper = items.length > 0 && columns >= (items.at(-1) ?? 0);
  leaveItems(scan, columns);
  const cut = itemCut(scan, deeper);
  items.push(columns + width);
  openBlock(scan, "item", first, cut === undefined ? {} : { cut });
  return true;
}

/** Undefined for the first item of a list, whose price depends on the block above it. */
function itemCut(scan: Scan, deeper: boolean): number | undefined {
  const depth = scan.items.length;
  if (scan.before === "lead-in" && depth > 0) return CUT.leadIn;
  if (scan.before === "lead-in item" && deeper) return CUT.leadIn;
  if (depth > 0) return CUT.nestedItem;
  return scan.inList ? CUT.item : undefined;
}

/** Leaves the list items that a line at this column is not inside of. */
function leaveItems(scan: Scan, columns: number): void {
  const { items } = scan;
  scan.inList = items.length > 0;
  while (items.length > 0 && columns < (items.at(-1) ?? 0)) items.pop();
}

function opensModule(scan: Scan): boolean {
  if (scan.open !== undefined || scan.items.length > 0) return false;
  const { lines, task } = scan;
  const found = moduleLine(task.text, lines.start, lines.end);
  if (found === "code") openBlock(scan, "module", lines.start);
  return found !== undefined;
}

function readText(scan: Scan, first: number, columns: number): void {
  const { open } = scan;
  if (open !== undefined) {
    if (open.kind !== "paragraph" || open.end - open.lastLine <= LONGEST_WRAPPED_LINE) return extendBlock(scan);
    closeBlock(scan);
  }
  leaveItems(scan, columns);
  const inside = scan.items.at(-1);
  if (columns >= CODE_INDENT + (inside ?? 0)) openBlock(scan, "indented", scan.lines.start);
  else if (inside === undefined) openBlock(scan, "paragraph", first);
  else openBlock(scan, "itemText", first);
}
