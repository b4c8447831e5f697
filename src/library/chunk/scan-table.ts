// Cuts tables: comma- or tab-separated records, whose first names the columns, or Markdown tables under their headings.
import type { Span } from "../../spec/document.ts";
import { advance, linesOf, skipBlanks } from "./lines.ts";
import { isDelimiterRow } from "./markdown-lines.ts";
import { CUT, type OutlineBuilder, type Task } from "./outline.ts";
import { scanMarkdown } from "./scan-markdown.ts";
import type { EmitPiece } from "./sentences.ts";
import { addBlock } from "./split-block.ts";

const LINES_INSPECTED = 20;
const LONGEST_RECORD = 65_536;
const QUOTE = 34;

export function scanTable(task: Task, builder: OutlineBuilder): void {
  const { text } = task;
  if (looksLikeMarkdown(text)) {
    scanMarkdown(task, builder);
    return;
  }
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const headerEnd = firstRecordEnd(text, start);
  addBlock(task, builder, { kind: "table", span: { start, end: text.length }, cut: CUT.block, headerEnd, eachRow });
  task.work.steps += text.length;
}

function looksLikeMarkdown(text: string): boolean {
  const lines = linesOf(text);
  for (let count = 0; count < LINES_INSPECTED && advance(lines); count += 1) {
    const first = skipBlanks(text, lines.start, lines.end);
    if (isDelimiterRow(text, first, lines.end)) return true;
  }
  return false;
}

function firstRecordEnd(text: string, start: number): number {
  const lines = linesOf(text, start);
  if (!advance(lines)) return start;
  const quoted = closingLineEnd(text, start);
  return Math.max(lines.end, quoted);
}

/** Emits records; a quoted field may run over several lines, unless its quote is never closed. */
function eachRow(text: string, span: Span, emit: EmitPiece): void {
  const lines = linesOf(text, span.start, span.end);
  let trustQuotes = true;
  let start = -1;
  let inQuotes = false;
  while (advance(lines)) {
    if (start === -1) start = lines.start;
    if (trustQuotes) inQuotes = oddQuotes(text, lines.start, lines.end) !== inQuotes;
    if (inQuotes && lines.end - start > LONGEST_RECORD) {
      trustQuotes = false;
      inQuotes = false;
    }
    if (inQuotes) continue;
    emit(start, lines.end, CUT.row);
    start = -1;
  }
  if (start !== -1) emit(start, span.end, CUT.row);
}

function closingLineEnd(text: string, start: number): number {
  let end = start;
  eachRow(text, { start, end: Math.min(text.length, start + LONGEST_RECORD) }, (from, to) => {
    if (from === start) end = to;
  });
  return end;
}

function oddQuotes(text: string, start: number, end: number): boolean {
  let odd = false;
  for (let index = start; index < end; index += 1) if (text.charCodeAt(index) === QUOTE) odd = !odd;
  return odd;
}
