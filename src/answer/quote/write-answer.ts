// Puts quotes together to an answer's text and the citations that point from it into the documents.
import type { Citation } from "../../spec/answer.ts";
import type { FoundQuote } from "./find-quotes.ts";

export type WrittenQuote = {
  /** What is added to the answer's text: a separator, the quote as people read it, its mark. */
  readonly delta: string;
  readonly citation: Citation;
};

/** Sentences run on in one paragraph per document; rows, lists and code stand on lines of their own. */
export function writeAnswer(quotes: readonly FoundQuote[]): readonly WrittenQuote[] {
  const written: WrittenQuote[] = [];
  let length = 0;
  for (const [index, quote] of quotes.entries()) {
    const lead = separator(quotes[index - 1], quote);
    const mark = `${quote.kind === "sentence" || quote.kind === "row" ? " " : "\n"}[${index + 1}]`;
    const start = length + lead.length;
    const claim = { start, end: start + quote.shown.length };
    const delta = lead + quote.shown + mark;
    written.push({ delta, citation: cite(quote, claim) });
    length += delta.length;
  }
  return written;
}

function separator(before: FoundQuote | undefined, quote: FoundQuote): string {
  if (before === undefined) return "";
  if (before.document.id !== quote.document.id) return "\n\n";
  return before.kind === "sentence" && quote.kind === "sentence" ? " " : "\n";
}

function cite({ document, start, end, headings }: FoundQuote, claim: Citation["claim"]): Citation {
  const landmark = document.landmarks.findLast(({ offset }) => offset <= start)?.label;
  const { id: documentId, contentHash, uri, title, text } = document;
  const place = { documentId, contentHash, uri, title, headings, start, end };
  return { ...place, quote: text.slice(start, end), claim, ...(landmark !== undefined && { landmark }) };
}
