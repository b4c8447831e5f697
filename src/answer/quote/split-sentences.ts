// Finds sentences in a stretch of running text, with exact positions.
import { goesOnAfter, languageOnce } from "../../core/goes-on.ts";
import type { Span } from "../../spec/document.ts";

/** Sentence marks with the quotes, brackets and emphasis that close with them; full-width marks need no space after. */
const END = /(?:[.!?…]+["'”’»)\]*_~`]*(?=\s|$))|(?:[。！？]+[」』”）]*)/gu;
const ABBREVIATION =
  /(?:^|[\s("'“‘[*_])(?:[A-Za-z]|[A-Za-z](?:\.[A-Za-z])+|mr|mrs|ms|dr|prof|sr|jr|st|vs|etc|cf|fig|figs|no|nos|vol|ed|eds|al|approx|inc|ltd|corp|dept|est|gen|rev|sec|pp|z\.b|bzw|usw|ca|art|nr|mme|mlle)$/i;
/** A sentence without an end is cut at a space after so many characters. */
const MAX_LENGTH = 700;

/** The sentences of `text` between the two positions, white space around them left out. */
export function splitSentences(text: string, { start, end }: Span): readonly Span[] {
  const sentences: Span[] = [];
  let from = start;
  const stretch = text.slice(start, end);
  const language = languageOnce(stretch);
  for (const match of stretch.matchAll(END)) {
    const at = start + match.index;
    const after = at + match[0].length;
    if (!endsHere(text, { mark: match[0], from, at, after: Math.min(after, end) })) continue;
    if (match[0] === "." && goesOnAfter(stretch, match.index, language)) continue;
    addTrimmed(text, { start: from, end: after }, sentences);
    from = after;
  }
  addTrimmed(text, { start: from, end }, sentences);
  return sentences;
}

type Candidate = { readonly mark: string; readonly from: number; readonly at: number; readonly after: number };

function endsHere(text: string, { mark, from, at, after }: Candidate): boolean {
  if (!mark.startsWith(".")) return !mark.startsWith("…") || !startsLower(text, after);
  if (startsLower(text, after)) return false;
  return !(mark === "." && (ABBREVIATION.test(text.slice(from, at)) || isListNumber(text.slice(from, at))));
}

function startsLower(text: string, at: number): boolean {
  return /^\s+["'“‘([*_]*\p{Ll}/u.test(text.slice(at, at + 12));
}

function isListNumber(before: string): boolean {
  return /^\s*\d{1,3}$/.test(before);
}

function addTrimmed(text: string, span: Span, sentences: Span[]): void {
  for (const { start, end } of cutLong(text, span)) {
    const piece = text.slice(start, end);
    const lead = piece.length - piece.trimStart().length;
    const tail = piece.length - piece.trimEnd().length;
    if (lead < piece.length) sentences.push({ start: start + lead, end: end - tail });
  }
}

function cutLong(text: string, { start, end }: Span): readonly Span[] {
  const pieces: Span[] = [];
  let from = start;
  while (end - from > MAX_LENGTH) {
    const space = text.slice(from, from + MAX_LENGTH).search(/\s\S*$/);
    const cut = from + (space > 0 ? space : safeCut(text, from + MAX_LENGTH) - from);
    pieces.push({ start: from, end: cut });
    from = cut;
  }
  return [...pieces, { start: from, end }];
}

/** Never between the two halves of a surrogate pair. */
function safeCut(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}
