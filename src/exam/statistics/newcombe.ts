// Newcombe's intervals of a difference between two shares, from Wilson's: of two groups, and of the same questions twice.
import { checkCount, checkWhole, invalid } from "./check-input.ts";
import { DEFAULT_LEVEL, type Estimate } from "./interval.ts";
import { twoSidedZ } from "./normal.ts";
import { wilsonShare } from "./wilson.ts";

export type Count = { readonly count: number; readonly of: number };

/** First minus second, of two groups of different questions (method 10 of Newcombe 1998, "independent proportions"). */
export function newcombeUnpaired(first: Count, second: Count, level: number = DEFAULT_LEVEL): Estimate {
  checkCount(first.count, first.of);
  checkCount(second.count, second.of);
  const z = twoSidedZ(level);
  const one = withWilson(first, z);
  const two = withWilson(second, z);
  const value = one.share - two.share;
  return {
    value,
    level,
    low: value - Math.hypot(one.below, two.above),
    high: value + Math.hypot(one.above, two.below),
  };
}

/** The same questions through both arms, by what came of them. */
export type PairedCounts = {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
};

/** First minus second on the same questions (method 10 of Newcombe 1998, "paired binary data", with its correction of phi). */
export function newcombePaired(counts: PairedCounts, level: number = DEFAULT_LEVEL): Estimate {
  const { both, onlyFirst, onlySecond, neither } = counts;
  for (const count of [both, onlyFirst, onlySecond, neither]) checkWhole("A number of questions", count);
  const of = both + onlyFirst + onlySecond + neither;
  if (of === 0) throw invalid("A difference needs at least one question.");
  const z = twoSidedZ(level);
  const one = withWilson({ count: both + onlyFirst, of }, z);
  const two = withWilson({ count: both + onlySecond, of }, z);
  const phi = correctedPhi(counts, of);
  const value = (onlyFirst - onlySecond) / of;
  return {
    value,
    level,
    low: Math.max(-1, value - distance(one.below, two.above, phi)),
    high: Math.min(1, value + distance(one.above, two.below, phi)),
  };
}

function distance(one: number, two: number, phi: number): number {
  return Math.sqrt(Math.max(0, one ** 2 - 2 * phi * one * two + two ** 2));
}

/** How alike the arms behave, with Newcombe's continuity correction where they are alike more often than not. */
function correctedPhi({ both, onlyFirst, onlySecond, neither }: PairedCounts, of: number): number {
  const product = (both + onlyFirst) * (onlySecond + neither) * (both + onlySecond) * (onlyFirst + neither);
  if (product === 0) return 0;
  const cross = both * neither - onlyFirst * onlySecond;
  const corrected = cross > 0 ? Math.max(cross - of / 2, 0) : cross;
  return corrected / Math.sqrt(product);
}

function withWilson(
  { count, of }: Count,
  z: number,
): { readonly share: number; readonly below: number; readonly above: number } {
  const share = count / of;
  const { low, high } = wilsonShare(share, of, z);
  return { share, below: share - low, above: high - share };
}
