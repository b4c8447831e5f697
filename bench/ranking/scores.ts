// Ranking and yes-or-no scores with their definitions, and how sure they are.
import { seededRandom } from "../../src/core/runtime.ts";

type Relevant = ReadonlySet<string>;

/** Binary relevance, log2 discount, against the best possible order. */
export function ndcgAt(count: number, ranked: readonly string[], relevant: Relevant): number {
  let gained = 0;
  let best = 0;
  for (let place = 0; place < count; place++) {
    const worth = 1 / Math.log2(place + 2);
    if (relevant.has(ranked[place] ?? "")) gained += worth;
    if (place < relevant.size) best += worth;
  }
  return best === 0 ? 0 : gained / best;
}

/** Share of the relevant documents that are among the first ones. */
export function recallAt(count: number, ranked: readonly string[], relevant: Relevant): number {
  return ranked.slice(0, count).filter((id) => relevant.has(id)).length / relevant.size;
}

/** 1 / the place of the first relevant document, 0 when it is not among the first ones. */
export function reciprocalRankAt(count: number, ranked: readonly string[], relevant: Relevant): number {
  const place = ranked.slice(0, count).findIndex((id) => relevant.has(id));
  return place < 0 ? 0 : 1 / (place + 1);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

export type Interval = { readonly low: number; readonly high: number };

/** 95 % percentile bootstrap of the mean, seeded: the same values give the same interval. */
export function bootstrapMean(values: readonly number[], rounds = 2000): Interval {
  const random = seededRandom(20_261_121);
  const means = Array.from({ length: rounds }, () => {
    let sum = 0;
    for (let drawn = 0; drawn < values.length; drawn++) sum += values[Math.floor(random() * values.length)] ?? 0;
    return sum / values.length;
  }).toSorted((left, right) => left - right);
  return { low: means[Math.floor(rounds * 0.025)] ?? 0, high: means[Math.ceil(rounds * 0.975) - 1] ?? 0 };
}

export type Judged = { readonly score: number; readonly positive: boolean };

/** Probability that a positive scores above a negative; ties count half. */
export function areaUnderCurve(judged: readonly Judged[]): number {
  const sorted = judged.toSorted((left, right) => left.score - right.score);
  let rankSum = 0;
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) to++;
    for (let at = from; at < to; at++) if (sorted[at]?.positive === true) rankSum += (from + to + 1) / 2;
    from = to;
  }
  const positives = judged.filter(({ positive }) => positive).length;
  const negatives = judged.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Mean of the two classes' accuracies when everything from `threshold` on counts as positive. */
export function balancedAccuracy(judged: readonly Judged[], threshold: number): number {
  const right = (wanted: boolean): number => {
    const ofClass = judged.filter(({ positive }) => positive === wanted);
    return ofClass.filter(({ score }) => score >= threshold === wanted).length / ofClass.length;
  };
  return (right(true) + right(false)) / 2;
}

/** The threshold with the best balanced accuracy, to be found on other questions than it is judged on. */
export function bestThreshold(judged: readonly Judged[]): number {
  const scores = [...new Set(judged.map(({ score }) => score))].toSorted((left, right) => left - right);
  const tried = scores.filter((_, index) => index % Math.max(1, Math.floor(scores.length / 200)) === 0);
  let best = { threshold: 0, accuracy: 0 };
  for (const threshold of tried) {
    const accuracy = balancedAccuracy(judged, threshold);
    if (accuracy > best.accuracy) best = { threshold, accuracy };
  }
  return best.threshold;
}
