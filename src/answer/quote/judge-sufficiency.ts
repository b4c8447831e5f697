// Whether a quote can be an answer at all, or the documents do not say.
import type { TermSet, WeighedQuestion } from "./weigh-question.ts";

/**
 * The rule: of the question's importance, squared so that rare terms decide, less than this share may be missing from the
 * best quote, its lead, headings and title. A missing "the best" hardly counts; a missing name or number does.
 */
export const MAX_MISSING = 0.33;

/** Share (0 to 1) of the question's squared importance that the terms lack. */
export function missingShare({ importance }: WeighedQuestion, terms: TermSet): number {
  let all = 0;
  let missing = 0;
  for (const [term, value] of importance) {
    all += value ** 2;
    if (!terms.has(term)) missing += value ** 2;
  }
  return all === 0 ? 1 : missing / all;
}

export function isSufficient(question: WeighedQuestion, terms: TermSet, maxMissing = MAX_MISSING): boolean {
  return missingShare(question, terms) < maxMissing;
}
