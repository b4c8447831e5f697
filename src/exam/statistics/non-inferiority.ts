// Is the cheaper arm no worse than the other by more than a margin that was named beforehand?
import { checkProbability, invalid } from "./check-input.ts";
import { DEFAULT_LEVEL } from "./interval.ts";
import { normalQuantile, twoSidedZ } from "./normal.ts";
import { pairedDifference, type PairedDifference, type PairedScores } from "./paired-difference.ts";

export type NonInferiority = {
  /** `open`: the interval holds the margin, so that neither is shown. */
  readonly kind: "not-inferior" | "inferior" | "open";
  readonly margin: number;
  /** First minus second. */
  readonly difference: PairedDifference;
};

export type NonInferiorityOptions = {
  readonly random: () => number;
  /** How much worse the first may be, above 0. */
  readonly margin: number;
  /** Of the two-sided interval: at 0.95, "not inferior" is wrong in at most about 2.5 % of all cases. */
  readonly level?: number;
};

export function nonInferiority(scores: PairedScores, options: NonInferiorityOptions): NonInferiority {
  const { random, margin, level = DEFAULT_LEVEL } = options;
  if (!(margin > 0)) throw invalid(`A margin has to be above 0, not ${margin}.`);
  const difference = pairedDifference(scores, { random, level });
  return { kind: sideOf(difference, margin), margin, difference };
}

function sideOf({ low, high }: PairedDifference, margin: number): NonInferiority["kind"] {
  if (low > -margin) return "not-inferior";
  return high < -margin ? "inferior" : "open";
}

export type SizeOptions = {
  /** Of the difference from question to question. */
  readonly variance: number;
  /** What is to be told apart: a difference from 0, or a true difference from the margin. */
  readonly distance: number;
  readonly level?: number;
  readonly power?: number;
};

/** About how many questions this takes (Miller, arXiv 2411.00640); an approximation for any kind of score. */
export function questionsForDistance({ variance, distance, level = DEFAULT_LEVEL, power = 0.8 }: SizeOptions): number {
  checkProbability("Power", power);
  if (!(distance > 0)) throw invalid(`Only a distance above 0 can be shown, not ${distance}.`);
  return Math.max(2, Math.ceil(((twoSidedZ(level) + normalQuantile(power)) ** 2 * variance) / distance ** 2));
}
