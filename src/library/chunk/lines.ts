// Reads a text line by line without copying it: LF, CRLF and lone CR end a line, in time linear in the text.

export type Lines = {
  readonly text: string;
  readonly limit: number;
  /** Where the current line starts, ends (before its terminator) and where the next one starts. */
  start: number;
  end: number;
  next: number;
  nextFeed: number;
  nextReturn: number;
};

/** No editor wraps lines as long as this: one that is longer is a paragraph of its own, whatever follows it. */
export const LONGEST_WRAPPED_LINE = 250;

/** A reader before its first line; call `advance` to reach it. */
export function linesOf(text: string, start = 0, limit: number = text.length): Lines {
  return { text, limit, start, end: start, next: start, nextFeed: -1, nextReturn: -1 };
}

/** Moves to the next line; false when there is none. */
export function advance(lines: Lines): boolean {
  const { text, limit, next } = lines;
  if (next >= limit) return false;
  if (lines.nextFeed < next) lines.nextFeed = positionOf(text, "\n", next, limit);
  if (lines.nextReturn < next) lines.nextReturn = positionOf(text, "\r", next, limit);
  const end = Math.min(lines.nextFeed, lines.nextReturn);
  lines.start = next;
  lines.end = end;
  lines.next = end + (lines.nextReturn + 1 === lines.nextFeed && end === lines.nextReturn ? 2 : 1);
  return true;
}

function positionOf(text: string, terminator: string, from: number, limit: number): number {
  if (limit === text.length) {
    const found = text.indexOf(terminator, from);
    return found === -1 ? limit : found;
  }
  const code = terminator.charCodeAt(0);
  let index = from;
  while (index < limit && text.charCodeAt(index) !== code) index += 1;
  return index;
}

/** First position in `[start, end)` that holds neither space nor tab. */
export function skipBlanks(text: string, start: number, end: number): number {
  let index = start;
  while (index < end && isBlank(text.charCodeAt(index))) index += 1;
  return index;
}

/** `end` moved back over white space, not before `start`. */
export function trimEnd(text: string, start: number, end: number): number {
  let index = end;
  while (index > start && isWhite(text.charCodeAt(index - 1))) index -= 1;
  return index;
}

/** `start` moved forward over white space, not after `end`. */
export function trimStart(text: string, start: number, end: number): number {
  let index = start;
  while (index < end && isWhite(text.charCodeAt(index))) index += 1;
  return index;
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** White space as `String.prototype.trim` knows it. */
export function isWhite(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13);
  if (code < 0xa0) return false;
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}
