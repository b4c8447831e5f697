// Picks the one to three quotes that make the answer, each found again in the stored document or left out.
import type { Principals } from "../../spec/access.ts";
import type { Document, DocumentId } from "../../spec/document.ts";
import { isSameParagraph, type Evidence } from "./find-evidence.ts";
import type { RankedUnit } from "./rank-units.ts";
import { shareShown, type Question } from "./read-question.ts";
import type { QuoteUnit, UnitKind } from "./split-units.ts";

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

export type ChooseOptions = {
  readonly readDocument: ReadDocument;
  readonly principals: Principals;
  readonly maxQuotes: number;
};

const BEGINS_WITH_POINTER =
  /^["'(*_]*(?:it|they|this|these|those|that|he|she|his|her|its|their|there|then|such|both|either|neither|otherwise|afterwards|below that|above that|after that)\b/i;
/** Of what the question needs, the sentence before must bring this much to be quoted along. */
const MIN_GAIN = 0.15;
/** Enough is quoted when the answer is among the quotes with this chance … */
const SURE = 0.75;
/** … and what is less likely than this to be it would only be in the way. */
const UNLIKELY = 0.1;

/** The units that are worth quoting, best first. */
export function pickUnits(ranked: readonly RankedUnit[], maxQuotes: number): readonly RankedUnit[] {
  const picked: RankedUnit[] = [];
  let sure = 0;
  for (const each of ranked.slice(0, maxQuotes)) {
    if (picked.length > 0 && (sure >= SURE || each.chance < UNLIKELY)) break;
    picked.push(each);
    sure += each.chance;
  }
  return picked;
}

/** In order of the best; neighbours in the text become one quote, quotes of one document stand in reading order. */
export async function chooseQuotes(
  question: Question,
  ranked: readonly RankedUnit[],
  { readDocument, principals, maxQuotes }: ChooseOptions,
): Promise<readonly FoundQuote[]> {
  const chosen: FoundQuote[] = [];
  for (const { evidence } of pickUnits(ranked, maxQuotes)) {
    const document = await readDocument(evidence.hit.passage.documentId, principals);
    const quote = document === undefined ? undefined : findQuote(document, evidence, widen(question, evidence));
    if (quote !== undefined && !chosen.some((other) => repeats(other, quote))) chosen.push(quote);
  }
  return joinNeighbours(inReadingOrder(chosen));
}

type Quotable = Pick<QuoteUnit, "start" | "end" | "shown" | "kind">;

/** With the sentence before it, when it points back to it (`It costs …`) or leaves to it what is asked for. */
function widen(question: Question, evidence: Evidence): Quotable {
  const { unit, units, index } = evidence;
  const before = units[index - 1];
  if (before === undefined || !isSameParagraph(before, unit)) return unit;
  const gained = shareShown(question, evidence.before) - shareShown(question, evidence.about);
  if (!BEGINS_WITH_POINTER.test(unit.shown) && gained < MIN_GAIN) return unit;
  return { start: before.start, end: unit.end, shown: `${before.shown} ${unit.shown}`, kind: unit.kind };
}

/** At its place when the text is the one that was searched; otherwise wherever exactly the same words stand now. */
function findQuote(document: Document, { hit: { passage } }: Evidence, quotable: Quotable): FoundQuote | undefined {
  const words = passage.text.slice(quotable.start, quotable.end);
  const expected = passage.start + quotable.start;
  const isThere = document.text.startsWith(words, expected);
  const start = isThere ? expected : document.text.indexOf(words);
  if (start < 0 || words === "") return undefined;
  const { headings } = passage;
  return { document, start, end: start + words.length, headings, shown: quotable.shown, kind: quotable.kind };
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
