// "Add about N questions": how many more would show a difference of this size, judging by how the arms differ so far.
import { differencesOf } from "./bootstrap.ts";
import { invalid } from "./check-input.ts";
import { clusteredMean } from "./clustered-mean.ts";
import { questionsNeeded } from "./detectable-difference.ts";
import { DEFAULT_LEVEL } from "./interval.ts";
import { questionsForDistance } from "./non-inferiority.ts";
import { pairedCounts, type PairedScores } from "./paired-difference.ts";

export type SettleOptions = {
  /** What is to be told apart: a difference from none, or from the margin. */
  readonly distance: number;
  readonly level?: number;
  readonly power?: number;
};

export type MoreQuestions =
  /** Rounded up to ten; 0 where there are enough of them and it was bad luck. */
  | { readonly kind: "about"; readonly more: number }
  /** More than anyone will write: the arms are too alike for what is asked. */
  | { readonly kind: "out-of-reach" };

const OUT_OF_REACH = 20_000;

export function questionsToSettle(scores: PairedScores, options: SettleOptions): MoreQuestions {
  const questions = scores.first.length;
  const needed = neededFor(scores, options);
  if (needed === undefined || needed > OUT_OF_REACH) return { kind: "out-of-reach" };
  return { kind: "about", more: needed <= questions ? 0 : Math.ceil((needed - questions) / 10) * 10 };
}

function neededFor(
  scores: PairedScores,
  { distance, level = DEFAULT_LEVEL, power = 0.8 }: SettleOptions,
): number | undefined {
  if (!(distance > 0)) throw invalid(`Only a distance above 0 can be shown, not ${distance}.`);
  const counts = pairedCounts(scores);
  const isSingle = scores.clusters === undefined || new Set(scores.clusters).size === scores.first.length;
  if (counts === undefined || !isSingle) return neededByVariance(scores, { distance, level, power });
  const { onlyFirst, onlySecond } = counts;
  // why: few questions may happen to show no disagreement at all, and then a difference would seem impossible.
  const disagreement = Math.min(1, Math.max(distance, (onlyFirst + onlySecond + 1) / (scores.first.length + 2)));
  return questionsNeeded(distance, { disagreement, alpha: 1 - level, power });
}

/** As many questions as make the standard error small enough, if further ones come in clusters like these. */
function neededByVariance(scores: PairedScores, options: Required<SettleOptions>): number | undefined {
  const differences = differencesOf(scores);
  const spread = clusteredMean(differences, scores.clusters === undefined ? {} : { clusters: scores.clusters });
  if (spread === undefined) return undefined;
  return questionsForDistance({ variance: spread.standardError ** 2 * differences.length, ...options });
}
