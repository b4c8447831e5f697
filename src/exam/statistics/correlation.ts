// How two lists of numbers go together: Pearson's and Spearman's coefficients with Fisher's interval.
import { checkFinite, checkSameLength } from "./check-input.ts";
import { DEFAULT_LEVEL, type Estimate } from "./interval.ts";
import { twoSidedZ } from "./normal.ts";

export type Pairs = { readonly first: readonly number[]; readonly second: readonly number[] };

/** Undefined where one of the lists never changes, or where there are fewer than four pairs. */
export function pearson(pairs: Pairs, level: number = DEFAULT_LEVEL): Estimate | undefined {
  const { first, second } = pairs;
  checkSameLength(first, second);
  checkFinite("The first list", first);
  checkFinite("The second list", second);
  const value = coefficient(pairs);
  if (value === undefined || first.length < 4) return undefined;
  return { value, level, ...fisher(value, 1 / (first.length - 3), level) };
}

/** Pearson's of the ranks; the interval with the variance of Bonett and Wright (2000). */
export function spearman({ first, second }: Pairs, level: number = DEFAULT_LEVEL): Estimate | undefined {
  const ofRanks = pearson({ first: ranksOf(first), second: ranksOf(second) }, level);
  if (ofRanks === undefined) return undefined;
  const variance = (1 + ofRanks.value ** 2 / 2) / (first.length - 3);
  return { ...ofRanks, ...fisher(ofRanks.value, variance, level) };
}

/** 1 for the smallest; equal values share the middle of their ranks. */
export function ranksOf(values: readonly number[]): readonly number[] {
  const order = values.map((value, index) => ({ value, index })).toSorted((one, other) => one.value - other.value);
  const ranks = Array.from(values, () => 0);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && order[to]?.value === order[from]?.value) to += 1;
    for (const { index } of order.slice(from, to)) ranks[index] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

function coefficient({ first, second }: Pairs): number | undefined {
  const middleOfFirst = meanOf(first);
  const middleOfSecond = meanOf(second);
  let together = 0;
  let alone = 0;
  let other = 0;
  for (const [index, value] of first.entries()) {
    const one = value - middleOfFirst;
    const two = (second[index] ?? 0) - middleOfSecond;
    together += one * two;
    alone += one ** 2;
    other += two ** 2;
  }
  if (alone === 0 || other === 0) return undefined;
  return Math.min(1, Math.max(-1, together / Math.sqrt(alone * other)));
}

function fisher(value: number, variance: number, level: number): { readonly low: number; readonly high: number } {
  const spread = twoSidedZ(level) * Math.sqrt(variance);
  return { low: Math.tanh(Math.atanh(value) - spread), high: Math.tanh(Math.atanh(value) + spread) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
