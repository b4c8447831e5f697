// Whether a quote can be an answer at all, or the documents do not say.
import { NEGATION, type AskedWord } from "./asked-words.ts";

/**
 * The rule: of what the question needs, less than this share may be missing from the best quote with its lead, headings
 * and title. Needs are squared, so that rare words decide: a missing "usually" hardly counts, a missing name does.
 */
export const MAX_MISSING = 0.3;

/** A word that stands elsewhere in the same passage is missing by this much less. */
const NEARBY_CREDIT = 0.3;
/** What a "not" or "never" in the question weighs, beside squared needs of 0.1 to 1. */
const NEGATION_NEED = 0.3;

export type TermSet = { readonly has: (term: string) => boolean };

export type Support = {
  /** The quote as it is shown. */
  readonly shown: string;
  /** Terms of the quote, its lead, headings and title. */
  readonly terms: TermSet;
  /** Terms of the whole passage. */
  readonly nearby: TermSet;
};

/** Share (0 to 1) of what the question needs that the support lacks; everything when the question needs nothing. */
export function missingShare(question: string, words: readonly AskedWord[], support: Support): number {
  const isNegated = NEGATION.test(question);
  let needed = isNegated ? NEGATION_NEED : 0;
  let missing = isNegated && !NEGATION.test(support.shown) ? NEGATION_NEED : 0;
  for (const { forms, need } of words) {
    needed += need ** 2;
    if (forms.some((form) => support.terms.has(form))) continue;
    const credit = forms.some((form) => support.nearby.has(form)) ? NEARBY_CREDIT : 0;
    missing += need ** 2 * (1 - credit);
  }
  return needed === 0 ? 1 : missing / needed;
}
