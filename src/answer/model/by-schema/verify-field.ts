// Holds the value of a field against the passage and the quote that were named for it, or looks for it where none was.
import type { UnsupportedReason } from "../../../spec/answer.ts";
import { claimValues } from "../verify/claim-values.ts";
import { findQuote, findWords } from "../verify/find-quote.ts";
import { verifyClaim, findSupport, type Evidenced, type Shelf } from "../verify/verify-claim.ts";
import type { FieldCitation } from "./answer-by-schema.ts";
import type { Field } from "./read-fields.ts";

export type FieldClaim = Field & { readonly cited: readonly FieldCitation[] };

export type FieldVerdict = {
  readonly evidence: readonly Evidenced[];
  readonly reason?: UnsupportedReason;
  /** Numbers of passages that were not shown. */
  readonly invented: number;
};

export function verifyField(claim: FieldClaim, shelf: Shelf): FieldVerdict {
  const known = claim.cited.filter(({ passage }) => shelf.passages.has(passage));
  const invented = claim.cited.length - known.length;
  let isAltered = false;
  for (const { passage, quote } of known) {
    const evidence = quote.trim() === "" ? undefined : quoteHolding(claim, { passage, quote }, shelf);
    if (evidence !== undefined) return { evidence: [evidence], invented };
    isAltered ||= quote.trim() !== "";
  }
  // why: a quote that is not there, or that does not say the value, is no reason to believe the number beside it.
  if (isAltered) return { evidence: [], invented, reason: "altered-quote" };
  const claimed = sentenceOf(claim);
  const verdict = verifyClaim(
    claimed,
    known.map(({ passage }) => passage),
    shelf,
  );
  if (verdict.reason === undefined) return { evidence: verdict.evidence, invented };
  const found = findSupport(claimed, shelf);
  return found.length > 0
    ? { evidence: found, invented }
    : { evidence: [], invented, reason: known.length === 0 ? "unmarked" : verdict.reason };
}

/** The quote stands in the passage, and the value in the quote. */
function quoteHolding(
  { value }: FieldClaim,
  { passage: number, quote }: Pick<FieldCitation, "passage" | "quote">,
  { passages }: Shelf,
): Evidenced | undefined {
  const passage = passages.get(number);
  const span = passage && findQuote(quote, { text: passage.document.text, within: passage.place });
  if (passage === undefined || span === undefined) return undefined;
  const { text } = passage.document;
  const wanted = claimValues(value);
  const said = claimValues(text.slice(span.start, span.end));
  const isThere =
    findWords(value, { text, within: span }) !== undefined ||
    (wanted.length > 0 &&
      wanted.every((one) => said.some((other) => other.kind === one.kind && other.value === one.value)));
  return isThere ? { ...span, number, by: "quote" } : undefined;
}

/** `unitPrice: 48` is a claim as "unit price: 48". */
function sentenceOf({ pointer, value }: Field): string {
  const key = pointer.split("/").findLast((part) => part !== "" && !/^\d+$/u.test(part)) ?? "";
  const words = key.replaceAll(/(?<=\p{Ll})(?=\p{Lu})|[_-]+/gu, " ").toLowerCase();
  return words === "" ? value : `${words}: ${value}`;
}
