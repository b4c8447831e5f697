// A cheap hash of a short stretch of text: lets cut points depend on what is written around them, not on where it stands.

const REACH = 32;

/** 32 bits from the first and last characters of `text[start, end)`. */
export function mixText(text: string, start: number, end: number): number {
  let mixed = 0x811c9dc5 ^ (end - start);
  const headEnd = Math.min(end, start + REACH);
  for (let index = start; index < headEnd; index += 1) mixed = step(mixed, text.charCodeAt(index));
  for (let index = Math.max(headEnd, end - REACH); index < end; index += 1) mixed = step(mixed, text.charCodeAt(index));
  return finish(mixed);
}

function step(mixed: number, code: number): number {
  return Math.imul(mixed ^ code, 0x01000193);
}

function finish(mixed: number): number {
  const folded = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (folded ^ (folded >>> 13)) >>> 0;
}
