// Finds what is to be quoted again in the stored documents, or leaves it out, and joins what stands together.
import type { Principals } from "../../spec/access.ts";
import type { Document, DocumentId } from "../../spec/document.ts";
import type { Evidence } from "./find-evidence.ts";
import { plainLine } from "./plain-text.ts";
import type { UnitKind } from "./split-units.ts";

export type ReadDocument = (id: DocumentId, principals: Principals) => Promise<Document | undefined>;

/** A quote with the stored document that it stands in, at `start` to `end` of its text. */
export type FoundQuote = {
  readonly document: Document;
  readonly start: number;
  readonly end: number;
  readonly headings: readonly string[];
  readonly shown: string;
  readonly kind: UnitKind;
};

export type FindOptions = {
  readonly readDocument: ReadDocument;
  readonly principals: Principals;
};

/** In order of the best; neighbours in the text become one quote, quotes of one document stand in reading order. */
export async function findQuotes(
  picked: readonly Evidence[],
  { readDocument, principals }: FindOptions,
): Promise<readonly FoundQuote[]> {
  const chosen: FoundQuote[] = [];
  for (const evidence of picked) {
    const document = await readDocument(evidence.hit.passage.documentId, principals);
    const quote = document === undefined ? undefined : findQuote(document, evidence);
    if (quote !== undefined && !chosen.some((other) => repeats(other, quote))) chosen.push(quote);
  }
  return joinNeighbours(inReadingOrder(chosen));
}

/** At its place when the text is the one that was searched; otherwise wherever exactly the same words stand now. */
function findQuote(document: Document, { hit: { passage }, quote }: Evidence): FoundQuote | undefined {
  const words = passage.text.slice(quote.start, quote.end);
  const expected = passage.start + quote.start;
  const isThere = document.text.startsWith(words, expected);
  const start = isThere ? expected : document.text.indexOf(words);
  if (start < 0 || words === "") return undefined;
  const { headings } = passage;
  return { document, start, end: start + words.length, headings, shown: quote.shown, kind: quote.kind };
}

/** The same words elsewhere, or a list and one of its items. */
function repeats(one: FoundQuote, other: FoundQuote): boolean {
  if (sameWords(one.shown) === sameWords(other.shown)) return true;
  return overlap(one, other) && !(one.kind === "sentence" && other.kind === "sentence");
}

/** However it is broken into lines, spelt large or marked. */
function sameWords(shown: string): string {
  return shown
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function overlap(one: FoundQuote, other: FoundQuote): boolean {
  return one.document.id === other.document.id && one.start < other.end && other.start < one.end;
}

function inReadingOrder(quotes: readonly FoundQuote[]): readonly FoundQuote[] {
  const order = [...new Set(quotes.map(({ document }) => document.id))];
  return quotes.toSorted(
    (left, right) => order.indexOf(left.document.id) - order.indexOf(right.document.id) || left.start - right.start,
  );
}

function joinNeighbours(quotes: readonly FoundQuote[]): readonly FoundQuote[] {
  const joined: FoundQuote[] = [];
  for (const quote of quotes) {
    const before = joined.at(-1);
    if (before === undefined || !follows(before, quote)) joined.push(quote);
    else joined[joined.length - 1] = joinTo(before, quote);
  }
  return joined;
}

function joinTo(before: FoundQuote, quote: FoundQuote): FoundQuote {
  const end = Math.max(before.end, quote.end);
  const isRow = quote.kind === "row";
  const shown = isRow ? `${before.shown}\n${quote.shown}` : plainLine(before.document.text.slice(before.start, end));
  return { ...before, end, shown };
}

/** A sentence between two that are quoted is quoted too: the same place is cited once. */
const MAX_BETWEEN = 160;

/** Sentences that overlap or stand close together in one paragraph, and rows that stand one below the other. */
function follows(before: FoundQuote, quote: FoundQuote): boolean {
  if (before.document.id !== quote.document.id || before.kind !== quote.kind) return false;
  const between = quote.document.text.slice(before.end, quote.start);
  if (quote.kind === "row") return /^\r?\n$/.test(between);
  if (quote.kind !== "sentence") return false;
  return before.end > quote.start || (between.length <= MAX_BETWEEN && !BREAK.test(between));
}

/** Another paragraph, list item, row or heading begins. */
const BREAK = /\n\s*\n|\n\s*(?:[-*+•>|#]|\d{1,3}[.)]\s)/;
