// Which citations point at what a question expects: at the words where it names words, at the document where it names that.
import type { Citation } from "../../spec/answer.ts";
import type { Expected } from "../../spec/exam.ts";
import { foldedText } from "./plain-words.ts";

/** Fewer characters than this in common are no quote of the same place. */
const LEAST_SHARED = 12;

/** A citation is right when it quotes expected words; where only sources are expected, when it quotes one of them. */
export function isExpectedCitation(citation: Citation, { sources = [], quotes = [] }: Expected): boolean {
  if (quotes.length > 0) return quotes.some((quote) => overlaps(citation.quote, quote));
  return sources.some((source) => isFrom(citation, source));
}

/** What should have been cited, and whether it was. */
export function citedEvidence(
  citations: readonly Citation[],
  { sources = [], quotes = [] }: Expected,
): readonly boolean[] {
  if (quotes.length > 0) return quotes.map((quote) => citations.some((citation) => overlaps(citation.quote, quote)));
  return [...new Set(sources)].map((source) => citations.some((citation) => isFrom(citation, source)));
}

function isFrom({ documentId, uri }: Citation, source: string): boolean {
  return documentId === source || uri === source;
}

/** One holds the other; a few characters only where they are all that is expected. */
function overlaps(cited: string, expected: string): boolean {
  const [one, other] = [foldedText(cited), foldedText(expected)];
  if (one === "" || other === "") return false;
  return one.includes(other) || (one.length >= LEAST_SHARED && other.includes(one));
}
