// Is one arm better than another on the same questions? Only said where both the exact test and the interval say so.
import { differencesOf } from "./bootstrap.ts";
import { checkProbability } from "./check-input.ts";
import { clustersOf } from "./clusters.ts";
import { pairedDifference, type PairedDifference, type PairedScores } from "./paired-difference.ts";
import { signFlipTest } from "./sign-flip.ts";

export type Comparison = {
  readonly kind: "first-better" | "second-better" | "not-shown";
  readonly questions: number;
  /** First minus second. */
  readonly difference: PairedDifference;
  /** Exact and two-sided: McNemar's for single questions that are right or wrong, sign flips of whole clusters otherwise. */
  readonly pValue: number;
};

export type CompareOptions = { readonly random: () => number; readonly alpha?: number };

const DEFAULT_ALPHA = 0.05;

export function comparePaired(scores: PairedScores, { random, alpha = DEFAULT_ALPHA }: CompareOptions): Comparison {
  checkProbability("Alpha", alpha);
  const differences = differencesOf(scores);
  const difference = pairedDifference(scores, { random, level: 1 - alpha });
  const pValue = pairedPValue(differences, scores, random);
  return { kind: verdictOf({ difference, pValue }, alpha), questions: differences.length, difference, pValue };
}

/** The same verdict with another p-value, as after a correction for several comparisons. */
export function verdictOf(
  { difference, pValue }: Pick<Comparison, "difference" | "pValue">,
  alpha: number = DEFAULT_ALPHA,
): Comparison["kind"] {
  if (pValue > alpha) return "not-shown";
  if (difference.low > 0) return "first-better";
  return difference.high < 0 ? "second-better" : "not-shown";
}

function pairedPValue(differences: readonly number[], { clusters }: PairedScores, random: () => number): number {
  const named = clusters === undefined ? {} : { clusters };
  // why: nothing but the sign of single clusters is tested, so that a lone one can show nothing.
  return clustersOf(differences, clusters).length < 2 ? 1 : signFlipTest(differences, { random, ...named });
}
