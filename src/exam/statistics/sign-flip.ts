// The exact test of paired differences in clusters: with equal arms, each cluster's difference could as well be the other way round.
import { clustersOf } from "./clusters.ts";

export type SignFlipOptions = {
  readonly clusters?: readonly string[];
  /** For differences that are no whole numbers in more clusters than can be tried in full. */
  readonly random: () => number;
  readonly rounds?: number;
};

const DEFAULT_ROUNDS = 9999;
/** Up to so many clusters every way of turning them is tried. */
const ENUMERABLE = 16;
/** Sums of whole numbers up to this are counted exactly instead of drawn. */
const COUNTABLE = 100_000;
/** Sums of parts such as 1/3 differ in their last bits with the order of adding. */
const ROUNDING = 1e-9;

/**
 * Two-sided p-value of the mean difference being 0. With clusters of one question and outcomes right or wrong it is
 * McNemar's exact test; with larger clusters it stays exact, where McNemar's would see differences that are none.
 */
export function signFlipTest(differences: readonly number[], options: SignFlipOptions): number {
  const sums = clustersOf(differences, options.clusters)
    .map(({ sum }) => Math.abs(sum))
    .filter((sum) => sum > ROUNDING);
  const observed = Math.abs(clustersOf(differences, options.clusters).reduce((total, { sum }) => total + sum, 0));
  if (sums.length === 0) return 1;
  if (sums.every((sum) => Number.isInteger(sum)) && sums.reduce((total, sum) => total + sum, 0) <= COUNTABLE) {
    return countedWays(sums, observed);
  }
  return sums.length <= ENUMERABLE ? triedWays(sums, observed) : drawnWays(sums, observed, options);
}

/** The distribution of the turned sum, built up cluster by cluster. */
function countedWays(sums: readonly number[], observed: number): number {
  const reach = sums.reduce((total, sum) => total + sum, 0);
  let chances = new Float64Array(2 * reach + 1);
  chances[reach] = 1;
  let spread = 0;
  for (const sum of sums) {
    const next = new Float64Array(2 * reach + 1);
    for (let at = reach - spread; at <= reach + spread; at += 1) {
      const half = (chances[at] ?? 0) / 2;
      next[at - sum] = (next[at - sum] ?? 0) + half;
      next[at + sum] = (next[at + sum] ?? 0) + half;
    }
    chances = next;
    spread += sum;
  }
  return Math.min(
    1,
    chances.reduce((total, chance, at) => (Math.abs(at - reach) >= observed ? total + chance : total), 0),
  );
}

function triedWays(sums: readonly number[], observed: number): number {
  const ways = 2 ** sums.length;
  let asFar = 0;
  for (let way = 0; way < ways; way += 1) {
    const total = sums.reduce((turned, sum, index) => ((way >> index) & 1 ? turned + sum : turned - sum), 0);
    if (Math.abs(total) >= observed - ROUNDING) asFar += 1;
  }
  return asFar / ways;
}

function drawnWays(sums: readonly number[], observed: number, options: SignFlipOptions): number {
  const rounds = options.rounds ?? DEFAULT_ROUNDS;
  let asFar = 0;
  for (let round = 0; round < rounds; round += 1) {
    let total = 0;
    for (const sum of sums) total += options.random() < 0.5 ? sum : -sum;
    if (Math.abs(total) >= observed - ROUNDING) asFar += 1;
  }
  // why: counting what was seen as one of the ways keeps the test exact although not all ways were tried.
  return (asFar + 1) / (rounds + 1);
}
