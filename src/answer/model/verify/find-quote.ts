// Finds words again in a stored text: exactly, or as the same words in another spelling.
import type { Span } from "../../../spec/document.ts";
import { fold, foldText, type FoldedText } from "./fold-text.ts";

export type SearchedText = {
  /** The text of a document … */
  readonly text: string;
  /** … and the part of it that the model was shown. */
  readonly within: Span;
};

const WORD = /[\p{L}\p{N}]/u;
const ELLIPSIS = /\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*/u;
/** Parts of a quote that was shortened stand at most so far apart. */
const MAX_LEFT_OUT = 600;

/** A quote that was shortened with dots is found when its parts stand in this order; undefined: it does not stand there. */
export function findQuote(quote: string, searched: SearchedText): Span | undefined {
  const parts = quote
    .split(ELLIPSIS)
    .map((part) => trimMarks(part))
    .filter((part) => part !== "");
  let found: Span | undefined;
  for (const part of parts) {
    const from = found?.end ?? searched.within.start;
    const place = findWords(part, { ...searched, within: { ...searched.within, start: from } });
    if (place === undefined || (found !== undefined && place.start - from > MAX_LEFT_OUT)) return undefined;
    found = { start: found?.start ?? place.start, end: place.end };
  }
  return found;
}

/** Whole words only: `48` does not stand in `148`, nor in `48.5`. */
export function findWords(words: string, { text, within }: SearchedText): Span | undefined {
  const stretch = text.slice(within.start, within.end);
  const exact = findWhole(stretch, words);
  if (exact >= 0) return { start: within.start + exact, end: within.start + exact + words.length };
  const wanted = fold(words);
  const folded = foldText(stretch);
  const at = findWhole(folded.text, wanted);
  return at < 0 ? undefined : placeOf(folded, { start: at, end: at + wanted.length }, within.start);
}

function placeOf({ starts, ends }: FoldedText, { start, end }: Span, offset: number): Span {
  return { start: offset + (starts[start] ?? 0), end: offset + (ends[end - 1] ?? 0) };
}

/** Where `words` stand in `text` with no letter or digit going on at either end, or -1. */
export function findWhole(text: string, words: string): number {
  if (words === "") return -1;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (isWhole(text, at, at + words.length)) return at;
  }
  return -1;
}

function isWhole(text: string, start: number, end: number): boolean {
  const first = text.slice(start, start + 2);
  const before = text.slice(Math.max(0, start - 2), start);
  if (WORD.test(first.charAt(0)) && /[\p{L}\p{N}]$/u.test(before)) return false;
  if (/^\p{N}/u.test(first) && /\p{N}[.,:/-]$/u.test(before)) return false;
  const last = text.charAt(end - 1);
  const after = text.slice(end, end + 3);
  if (WORD.test(last) && WORD.test(after.charAt(0))) return false;
  // why: `48` followed by `.5`, `,000` or `-B` goes on; followed by a full stop or a closing dash it does not.
  return !(/\p{N}/u.test(last) && /^(?:[.,:/]\p{N}|-[\p{L}\p{N}])/u.test(after));
}

function trimMarks(part: string): string {
  return part.replace(/^[\s"'“”„«»‹›.,;:!?-]+/u, "").replace(/[\s"'“”„«»‹›.,;:!?-]+$/u, "");
}
