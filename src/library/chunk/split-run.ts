// The last resort: cuts a stretch of text that has no better places between words, or anywhere when it has no words.
import { isWhite } from "./lines.ts";
import { safeCutBefore } from "./safe-cut.ts";
import type { EmitPiece } from "./sentences.ts";

export const SMALLEST_PIECE = 8;
const REACH = 12;

/**
 * Emits pieces of `size` to twice `size` characters. The place is the one in that range whose neighbourhood has the
 * largest hash, so that after an insertion the cuts soon fall where they fell before.
 */
export function splitRun(text: string, span: { start: number; end: number }, size: number, emit: EmitPiece): void {
  const low = Math.max(SMALLEST_PIECE, size);
  let from = span.start;
  while (span.end - from > low * 2) {
    const at = bestCut(text, from + low, from + low * 2);
    emit(from, at, 1);
    from = at;
  }
  if (from < span.end) emit(from, span.end, 1);
}

function bestCut(text: string, low: number, high: number): number {
  const atWord = largest(text, low, high, true);
  if (atWord !== -1) return atWord;
  return safeCutBefore(text, largest(text, low, high, false), low - SMALLEST_PIECE / 2);
}

/** The candidate with the largest hash of the characters before it; -1 when there is no candidate. */
function largest(text: string, low: number, high: number, atWords: boolean): number {
  let best = -1;
  let bestHash = -1;
  for (let index = low; index <= high; index += 1) {
    if (atWords && !(isWhite(text.charCodeAt(index - 1)) && !isWhite(text.charCodeAt(index)))) continue;
    const hash = hashBefore(text, index);
    if (hash > bestHash) {
      best = index;
      bestHash = hash;
    }
  }
  return best;
}

function hashBefore(text: string, position: number): number {
  let hash = 0;
  for (let index = Math.max(0, position - REACH); index < position; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
