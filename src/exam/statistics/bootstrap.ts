// The bootstrap of a mean, of single questions or of whole clusters: seeded, so that the same values give the same interval.
import { checkProbability, checkSameLength } from "./check-input.ts";
import { type Cluster, clustersOf, meanOfClusters } from "./clusters.ts";
import { DEFAULT_LEVEL, type Estimate } from "./interval.ts";
import { normalProbability, normalQuantile } from "./normal.ts";
import { quantileOf } from "./quantile.ts";

export type BootstrapOptions = {
  readonly random: () => number;
  /** Names of the clusters, one per value; whole clusters are drawn. */
  readonly clusters?: readonly string[];
  readonly level?: number;
  readonly rounds?: number;
  /** `bca` also corrects for bias and skew, which matters for means near their limits. */
  readonly kind?: "percentile" | "bca";
};

const DEFAULT_ROUNDS = 4000;

export function bootstrapMean(values: readonly number[], options: BootstrapOptions): Estimate {
  const { level = DEFAULT_LEVEL, rounds = DEFAULT_ROUNDS, kind = "bca" } = options;
  checkProbability("A level", level);
  const clusters = clustersOf(values, options.clusters);
  const value = meanOfClusters(clusters);
  const means = drawMeans(clusters, { rounds, random: options.random });
  const tail = (1 - level) / 2;
  const plain = { low: tail, high: 1 - tail };
  const { low, high } = kind === "percentile" ? plain : (correctedTails({ clusters, means, value }, tail) ?? plain);
  return { value, level, low: quantileOf(means, low), high: quantileOf(means, high) };
}

/** First minus second, question by question. */
export function differencesOf({
  first,
  second,
}: {
  readonly first: readonly number[];
  readonly second: readonly number[];
}): readonly number[] {
  checkSameLength(first, second);
  return first.map((value, index) => value - (second[index] ?? 0));
}

function drawMeans(
  clusters: readonly Cluster[],
  { rounds, random }: { readonly rounds: number; readonly random: () => number },
): Float64Array {
  const sums = Float64Array.from(clusters, ({ sum }) => sum);
  const sizes = Float64Array.from(clusters, ({ size }) => size);
  const means = new Float64Array(rounds);
  for (let round = 0; round < rounds; round += 1) {
    let sum = 0;
    let size = 0;
    for (let drawn = 0; drawn < sums.length; drawn += 1) {
      const index = Math.floor(random() * sums.length);
      sum += sums[index] ?? 0;
      size += sizes[index] ?? 0;
    }
    means[round] = sum / size;
  }
  return means.toSorted();
}

type Drawn = { readonly clusters: readonly Cluster[]; readonly means: Float64Array; readonly value: number };

/** Efron's shares to cut off instead of the plain ones; undefined where all draws are alike, so that nothing can be corrected. */
function correctedTails(
  { clusters, means, value }: Drawn,
  tail: number,
): { readonly low: number; readonly high: number } | undefined {
  const below = means.reduce((count, mean) => count + (mean < value ? 1 : mean === value ? 0.5 : 0), 0) / means.length;
  const acceleration = accelerationOf(clusters);
  if (below <= 0 || below >= 1 || acceleration === undefined) return undefined;
  const bias = normalQuantile(below);
  const corrected = (share: number): number => {
    const shifted = bias + normalQuantile(share);
    return normalProbability(bias + shifted / (1 - acceleration * shifted));
  };
  return { low: corrected(tail), high: corrected(1 - tail) };
}

/** How the standard error changes with the mean, from leaving out one cluster at a time. */
function accelerationOf(clusters: readonly Cluster[]): number | undefined {
  const sum = clusters.reduce((total, cluster) => total + cluster.sum, 0);
  const size = clusters.reduce((total, cluster) => total + cluster.size, 0);
  if (clusters.length < 2) return undefined;
  const without = clusters.map((cluster) => (sum - cluster.sum) / (size - cluster.size));
  const middle = without.reduce((total, mean) => total + mean, 0) / without.length;
  const squares = without.reduce((total, mean) => total + (middle - mean) ** 2, 0);
  const cubes = without.reduce((total, mean) => total + (middle - mean) ** 3, 0);
  const acceleration = cubes / (6 * squares ** 1.5);
  return Number.isFinite(acceleration) ? acceleration : undefined;
}
