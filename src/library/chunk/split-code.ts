// Prices the lines of source code as places to begin a passage: definitions first, never inside a comment's or a signature's bond.
import { advance, isBlank, linesOf, skipBlanks, trimEnd } from "./lines.ts";
import { CUT } from "./outline.ts";
import type { EmitPiece } from "./sentences.ts";

const TAB_WIDTH = 4;
const INDENT_STEP = 4;
const DEEPEST = 6;
const PRICE_PER_LEVEL = 0.15;
const AFTER_BLANK = -0.55;
const AFTER_BODY = -0.3;
const PLAIN_LINE = 0.4;
const BONDED = 2;

type Line = { readonly level: number; readonly closes: boolean; readonly opens: boolean; readonly comment: boolean };

/** Emits each line of code with the price of cutting before it; a blank line goes with the line above. */
export function eachCodeLine(text: string, start: number, end: number, emit: EmitPiece): void {
  const lines = linesOf(text, start, end);
  let previous: Line | undefined;
  let blanks = 0;
  let from = start;
  let cut = 0;
  let base = Number.POSITIVE_INFINITY;
  while (advance(lines)) {
    const first = skipBlanks(text, lines.start, lines.end);
    if (first === lines.end) {
      blanks += 1;
      continue;
    }
    const columns = columnsOf(text, lines.start, first);
    base = Math.min(base, columns);
    const line = describeLine(text, columns - base, first, lines.end);
    if (previous !== undefined) {
      emit(from, lines.start, cut);
      from = lines.start;
      cut = priceBefore(line, previous, blanks > 0);
    }
    previous = line;
    blanks = 0;
  }
  if (previous !== undefined) emit(from, end, cut);
}

/** Whether a price is that of a line which begins something at the top level. */
export function isTopLevel(cut: number): boolean {
  return cut === CUT.definition || cut === AFTER_BODY;
}

function priceBefore(line: Line, previous: Line, afterBlank: boolean): number {
  const depth = Math.min(line.level, DEEPEST) * PRICE_PER_LEVEL;
  if (line.closes || (previous.comment && line.level > 0)) return BONDED;
  if (afterBlank) return (line.level === 0 ? CUT.definition : AFTER_BLANK) + depth;
  if (previous.comment || (previous.opens && line.level > previous.level)) return BONDED;
  if (previous.closes && line.level <= previous.level) return AFTER_BODY + depth;
  return PLAIN_LINE + depth;
}

function describeLine(text: string, columns: number, first: number, end: number): Line {
  const last = text.charCodeAt(trimEnd(text, first, end) - 1);
  return {
    level: Math.ceil(columns / INDENT_STEP),
    closes: closesBlock(text, first),
    opens: last === 123 || last === 40 || last === 91 || last === 58,
    comment: isCommentOrMark(text, first),
  };
}

/** Width of the white space in `text[start, first)`. */
export function columnsOf(text: string, start: number, first: number): number {
  let columns = 0;
  for (let index = start; index < first; index += 1) {
    const code = text.charCodeAt(index);
    if (isBlank(code)) columns += code === 9 ? TAB_WIDTH - (columns % TAB_WIDTH) : 1;
  }
  return columns;
}

const CONTINUES = /^(?:end|else|elif|elsif|except|rescue|ensure|catch|finally|then|fi|done|esac|while\s*\(.*\);)\b/;

function closesBlock(text: string, first: number): boolean {
  const code = text.charCodeAt(first);
  if (code === 125 || code === 41 || code === 93) return true;
  return code >= 99 && code <= 119 && CONTINUES.test(text.slice(first, first + 40));
}

/** Comments, docblocks, decorators, attributes: what belongs to the line below. */
export function isCommentOrMark(text: string, first: number): boolean {
  const code = text.charCodeAt(first);
  const next = text.charCodeAt(first + 1);
  if (code === 47) return next === 47 || next === 42;
  if (code === 45) return next === 45;
  if (code === 59 || code === 37) return true;
  return code === 35 || code === 42 || code === 64;
}
