// Pearson's coefficient of pairs that belong together in clusters, with the interval of a bootstrap of whole clusters.
import { checkFinite, checkSameLength } from "./check-input.ts";
import { type Pairs, ranksOf } from "./correlation.ts";
import { DEFAULT_LEVEL, type Estimate } from "./interval.ts";
import { quantileOf } from "./quantile.ts";

export type ClusteredPairs = Pairs & { readonly clusters: readonly string[] };

export type CorrelationOptions = { readonly random: () => number; readonly level?: number; readonly rounds?: number };

const DEFAULT_ROUNDS = 2000;
/** With fewer clusters a drawn set too often holds a single one many times. */
const LEAST_CLUSTERS = 5;

/** Undefined where one of the lists never changes, or where there are fewer than five clusters. */
export function clusteredPearson(pairs: ClusteredPairs, options: CorrelationOptions): Estimate | undefined {
  const { random, level = DEFAULT_LEVEL, rounds = DEFAULT_ROUNDS } = options;
  const sums = sumsByCluster(pairs);
  const value = coefficientOf(sums);
  if (value === undefined || sums.length < LEAST_CLUSTERS) return undefined;
  const drawn: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const sample = sums.map(() => sums[Math.floor(random() * sums.length)] ?? EMPTY);
    const found = coefficientOf(sample);
    if (found !== undefined) drawn.push(found);
  }
  const sorted = drawn.toSorted((one, other) => one - other);
  const tail = (1 - level) / 2;
  return { value, level, low: quantileOf(sorted, tail), high: quantileOf(sorted, 1 - tail) };
}

/** The same of the ranks among all pairs. */
export function clusteredSpearman(pairs: ClusteredPairs, options: CorrelationOptions): Estimate | undefined {
  return clusteredPearson({ ...pairs, first: ranksOf(pairs.first), second: ranksOf(pairs.second) }, options);
}

/** All that the coefficient needs to know of a cluster, so that drawing one costs no pass over its pairs. */
type Sums = readonly [count: number, one: number, other: number, oneOne: number, otherOther: number, product: number];

const EMPTY: Sums = [0, 0, 0, 0, 0, 0];

function sumsByCluster({ first, second, clusters }: ClusteredPairs): readonly Sums[] {
  checkSameLength(first, second);
  checkSameLength(first, clusters);
  checkFinite("The first list", first);
  checkFinite("The second list", second);
  // why: squares of values far from 0 would swallow what differs between them.
  const [centre, middle] = [first[0] ?? 0, second[0] ?? 0];
  const found = new Map<string, Sums>();
  for (const [index, value] of first.entries()) {
    const [one, other] = [value - centre, (second[index] ?? 0) - middle];
    const name = clusters[index] ?? "";
    found.set(name, added(found.get(name) ?? EMPTY, [1, one, other, one ** 2, other ** 2, one * other]));
  }
  return [...found.values()];
}

function added(left: Sums, right: Sums): Sums {
  const [count, one, other, oneOne, otherOther, product] = right;
  return [left[0] + count, left[1] + one, left[2] + other, left[3] + oneOne, left[4] + otherOther, left[5] + product];
}

function coefficientOf(clusters: readonly Sums[]): number | undefined {
  const [count, one, other, oneOne, otherOther, product] = clusters.reduce(added, EMPTY);
  if (count === 0) return undefined;
  const spread = oneOne - one ** 2 / count;
  const otherSpread = otherOther - other ** 2 / count;
  if (spread <= oneOne * 1e-12 || otherSpread <= otherOther * 1e-12) return undefined;
  return Math.min(1, Math.max(-1, (product - (one * other) / count) / Math.sqrt(spread * otherSpread)));
}
