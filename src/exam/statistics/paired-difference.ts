// The difference of two arms on the same questions with its interval: the right method for what the outcomes are.
import { bootstrapMean, differencesOf } from "./bootstrap.ts";
import { clusteredMean } from "./clustered-mean.ts";
import { clustersOf } from "./clusters.ts";
import { DEFAULT_LEVEL, type Estimate, type Interval } from "./interval.ts";
import { newcombePaired, type PairedCounts } from "./newcombe.ts";

/** One score per question and arm, in the same order; several trials of one question are averaged first. */
export type PairedScores = {
  readonly first: readonly number[];
  readonly second: readonly number[];
  /** The cluster of each question; without them each question is its own. */
  readonly clusters?: readonly string[];
};

/** `unbounded`: all questions are of one cluster, of which nothing can be said. */
export type DifferenceMethod = "newcombe" | "clustered-bootstrap" | "clustered-t" | "unbounded";

export type PairedDifference = Estimate & { readonly method: DifferenceMethod; readonly clusters: number };

/** With fewer clusters the bootstrap is too sure of itself (bench/exam/coverage.ts); Student's t is not. */
const ENOUGH_CLUSTERS = 100;

export function pairedDifference(
  scores: PairedScores,
  { random, level = DEFAULT_LEVEL }: { readonly random: () => number; readonly level?: number },
): PairedDifference {
  const differences = differencesOf(scores);
  const clusters = clustersOf(differences, scores.clusters).length;
  const counts = pairedCounts(scores);
  if (counts !== undefined && clusters === differences.length) {
    return { ...newcombePaired(counts, level), method: "newcombe", clusters };
  }
  const named = scores.clusters === undefined ? {} : { clusters: scores.clusters };
  if (clusters >= ENOUGH_CLUSTERS) {
    return { ...bootstrapMean(differences, { random, level, ...named }), method: "clustered-bootstrap", clusters };
  }
  const estimate = clusteredMean(differences, { level, ...named });
  if (estimate === undefined) return { ...unbounded(scores, differences), level, method: "unbounded", clusters };
  const { value, low, high } = estimate;
  return { value, level, low, high, method: "clustered-t", clusters };
}

function unbounded({ first, second }: PairedScores, differences: readonly number[]): Interval & { value: number } {
  const isShare = [...first, ...second].every((score) => score >= 0 && score <= 1);
  const reach = isShare ? 1 : Number.POSITIVE_INFINITY;
  const value = differences.reduce((sum, each) => sum + each, 0) / differences.length;
  return { value, low: -reach, high: reach };
}

/** Undefined where a score is neither right (1) nor wrong (0). */
export function pairedCounts({ first, second }: PairedScores): PairedCounts | undefined {
  if (![...first, ...second].every((score) => score === 0 || score === 1)) return undefined;
  const count = (one: number, other: number): number =>
    first.filter((score, index) => score === one && second[index] === other).length;
  return { both: count(1, 1), onlyFirst: count(1, 0), onlySecond: count(0, 1), neither: count(0, 0) };
}
