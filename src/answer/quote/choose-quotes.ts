// Picks the one to three quotes that make the answer, each found again in the stored document or left out.
import type { Principals } from "../../spec/access.ts";
import type { Document, DocumentId } from "../../spec/document.ts";
import type { ScoredUnit } from "./score-units.ts";

export type ReadDocument = (id: DocumentId, principals: Principals) => Promise<Document | undefined>;

/** A quote with the stored document that it stands in, at `start` to `end` of its text. */
export type FoundQuote = {
  readonly document: Document;
  readonly start: number;
  readonly end: number;
  readonly headings: readonly string[];
  readonly shown: string;
  readonly kind: ScoredUnit["unit"]["kind"];
};

export type ChooseOptions = {
  readonly readDocument: ReadDocument;
  readonly principals: Principals;
  readonly maxQuotes: number;
};

/** A further quote must come this close to the best one's score. */
const CLOSE = 0.85;

/** In order of the best; neighbours in the text become one quote, quotes of one document stand in reading order. */
export async function chooseQuotes(
  units: readonly ScoredUnit[],
  { readDocument, principals, maxQuotes }: ChooseOptions,
): Promise<readonly FoundQuote[]> {
  const best = units[0]?.score ?? 0;
  const close = units.filter(({ score }) => score >= best * CLOSE);
  const chosen: FoundQuote[] = [];
  for (const scored of close) {
    if (chosen.length >= maxQuotes) break;
    const document = await readDocument(scored.hit.passage.documentId, principals);
    const quote = document === undefined ? undefined : findQuote(document, scored);
    if (quote !== undefined && !chosen.some((other) => repeats(other, quote))) chosen.push(quote);
  }
  return joinNeighbours(inReadingOrder(chosen));
}

/** At its place when the text is the one that was searched; otherwise wherever exactly the same words stand now. */
function findQuote(document: Document, { hit: { passage }, unit }: ScoredUnit): FoundQuote | undefined {
  const words = passage.text.slice(unit.start, unit.end);
  const expected = passage.start + unit.start;
  const isThere = document.text.startsWith(words, expected);
  const start = isThere ? expected : document.text.indexOf(words);
  if (start < 0 || words === "") return undefined;
  const { headings } = passage;
  return { document, start, end: start + words.length, headings, shown: unit.shown, kind: unit.kind };
}

function repeats(one: FoundQuote, other: FoundQuote): boolean {
  if (one.shown === other.shown) return true;
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
    if (before !== undefined && follows(before, quote)) {
      joined[joined.length - 1] = { ...before, end: quote.end, shown: `${before.shown} ${quote.shown}` };
    } else joined.push(quote);
  }
  return joined;
}

function follows(before: FoundQuote, quote: FoundQuote): boolean {
  if (before.document.id !== quote.document.id || before.kind !== "sentence" || quote.kind !== "sentence") return false;
  return /^[^\S\n]*\n?[^\S\n]*$/.test(quote.document.text.slice(before.end, quote.start));
}
