// Where a text may be cut without tearing a character apart.

const JOINER = 0x200d;
const LONGEST_CLUSTER = 32;

/** False inside a surrogate pair, before a combining mark and beside a joiner. */
function isSafeCut(text: string, position: number): boolean {
  if (position <= 0 || position >= text.length) return true;
  const code = text.charCodeAt(position);
  if (code < 0x300) return code !== 10 || text.charCodeAt(position - 1) !== 13;
  if (isLowSurrogate(code)) {
    if (isHighSurrogate(text.charCodeAt(position - 1))) return false;
  } else if (isHighSurrogate(code) && isSkinTone(text, position)) return false;
  return !isExtending(code) && text.charCodeAt(position - 1) !== JOINER;
}

/** The nearest safe cut at or before `position`; gives up on clusters of absurd length, but never cuts a surrogate pair. */
export function safeCutBefore(text: string, position: number, floor: number): number {
  const lowest = Math.max(floor, position - LONGEST_CLUSTER);
  for (let index = position; index > lowest; index -= 1) if (isSafeCut(text, index)) return index;
  const splitsPair = isLowSurrogate(text.charCodeAt(position)) && isHighSurrogate(text.charCodeAt(position - 1));
  return splitsPair ? position + 1 : position;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

function isSkinTone(text: string, position: number): boolean {
  const low = text.charCodeAt(position + 1);
  return text.charCodeAt(position) === 0xd83c && low >= 0xdffb && low <= 0xdfff;
}

/** Combining marks of the common blocks, variation selectors and the joiner itself. */
function isExtending(code: number): boolean {
  return (
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x483 && code <= 0x489) ||
    (code >= 0x591 && code <= 0x5c7) ||
    (code >= 0x610 && code <= 0x61a) ||
    (code >= 0x64b && code <= 0x65f) ||
    (code >= 0x93a && code <= 0x94f && code !== 0x93d) ||
    (code >= 0xe31 && code <= 0xe3a && code !== 0xe32 && code !== 0xe33) ||
    (code >= 0xe47 && code <= 0xe4e) ||
    (code >= 0x1ab0 && code <= 0x1aff) ||
    (code >= 0x20d0 && code <= 0x20ff) ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    code === JOINER
  );
}
