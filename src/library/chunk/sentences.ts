// Finds where sentences and lines end inside a paragraph.
import { LONGEST_WRAPPED_LINE, isWhite } from "./lines.ts";
import { CUT } from "./outline.ts";

/** A piece of a block and the price of beginning a passage with it. */
export type EmitPiece = (start: number, end: number, cut: number) => void;

const ABBREVIATIONS = new Set(
  "al approx art ca cf ch co corp dr ed eds eg eq etc fig figs gen gov hon ie inc jr lt ltd mr mrs ms no nos op p pp prof rev sec sen sr st vol vs".split(
    " ",
  ),
);
const LONGEST_ABBREVIATION = 6;

/** Emits the sentences and lines of `text[start, end)` in order; together they cover everything but white space. */
export function eachSentence(text: string, start: number, end: number, emit: EmitPiece): void {
  let from = start;
  let cut: number = CUT.sentence;
  let index = start;
  let lineStart = start;
  let unwrapped = false;
  while (index < end) {
    const code = text.charCodeAt(index);
    const stop = endsSentence(text, index, end, code);
    const isBreak = code === 10 || code === 13;
    if (stop === -1 && !isBreak) {
      index += 1;
      continue;
    }
    const ended = stop !== -1;
    let next = ended ? stop : index;
    let crossed = false;
    while (next < end && isWhite(text.charCodeAt(next))) {
      const white = text.charCodeAt(next);
      crossed ||= white === 10 || white === 13;
      next += 1;
    }
    if (crossed) {
      unwrapped = index - lineStart > LONGEST_WRAPPED_LINE;
      lineStart = next;
    }
    emit(from, next, cut);
    from = next;
    cut = crossed ? cutAtLine(ended, unwrapped) : CUT.sentence;
    index = next;
  }
  if (from < end) emit(from, end, cut);
}

/** In text that is not wrapped every line is a paragraph of its own. */
function cutAtLine(ended: boolean, unwrapped: boolean): number {
  if (unwrapped) return CUT.block;
  return ended ? CUT.sentenceLine : CUT.line;
}

/** Position after the sentence's closing marks when the character at `index` ends one, otherwise -1. */
function endsSentence(text: string, index: number, end: number, code: number): number {
  if (!isStop(code)) return -1;
  let next = index + 1;
  while (next < end && (isCloser(text.charCodeAt(next)) || isStop(text.charCodeAt(next)))) next += 1;
  if (code >= 0x3000) return next;
  if (next < end && !isWhite(text.charCodeAt(next))) return -1;
  return code === 46 && next === index + 1 && isAbbreviation(text, index) ? -1 : next;
}

function isStop(code: number): boolean {
  switch (code) {
    case 0x21:
    case 0x2e:
    case 0x3f:
    case 0x2026:
    case 0x61f:
    case 0x6d4:
    case 0x964:
    case 0x3002:
    case 0xff01:
    case 0xff0e:
    case 0xff1f:
    case 0xff61:
      return true;
    default:
      return false;
  }
}

function isCloser(code: number): boolean {
  switch (code) {
    case 0x22:
    case 0x27:
    case 0x29:
    case 0x2a:
    case 0x5d:
    case 0x5f:
    case 0x60:
    case 0xbb:
    case 0x2019:
    case 0x201d:
    case 0x300d:
    case 0x300f:
    case 0xff09:
      return true;
    default:
      return false;
  }
}

/** True after a single letter, a known abbreviation or a number that opens its line. */
function isAbbreviation(text: string, dot: number): boolean {
  let start = dot;
  while (start > 0 && dot - start <= LONGEST_ABBREVIATION && isLetter(text.charCodeAt(start - 1))) start -= 1;
  const length = dot - start;
  if (length === 0 || length > LONGEST_ABBREVIATION) return false;
  const before = start === 0 ? 10 : text.charCodeAt(start - 1);
  if (length === 1) return before === 46 || before === 40 || isWhite(before);
  return ABBREVIATIONS.has(text.slice(start, dot).toLowerCase());
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
