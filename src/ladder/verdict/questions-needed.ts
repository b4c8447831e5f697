// "Ask about N more questions": how many more would settle the verdict, judging by everything that the rungs have shown so far.
import { studentQuantile } from "../../exam/statistics/beta.ts";
import { clampShare } from "../../exam/statistics/interval.ts";
import { wilsonShare } from "../../exam/statistics/wilson.ts";
import type { ArmScores, Gathered } from "./gather-scores.ts";
import type { JudgeOptions } from "./judge-rungs.ts";
import { likelyTruth, type Matrix } from "./likely-truth.ts";
import type { More } from "./verdict.ts";

/** Chance of a settled verdict that N is chosen for; what is left of it after all that this approximates is 75 % (bench/ladder/verdicts.ts). */
const TARGET = 0.85;
const DRAWS = 500;
/** Nobody writes more than this, or than ten times what there is. */
const MOST_QUESTIONS = 5000;
const MOST_TIMES = 10;

type Rungs = Pick<Gathered, "clusters"> & { readonly arms: readonly ArmScores[] };

/**
 * Draws what the rungs' true qualities may be, given what was seen, and what N further questions would then show; looks for
 * the smallest N after which the verdict is settled in enough of the draws. What was seen counts on.
 */
export function questionsNeeded(rungs: Rungs, options: JudgeOptions): More {
  const seen = seenSoFar(rungs);
  const draws = drawFutures(seen, options.random);
  const chanceOf = (more: number): number => settledShare(seen, draws, { more, options });
  const isEnough = (more: number): boolean => chanceOf(more) >= TARGET;
  const above = Math.min(MOST_QUESTIONS, MOST_TIMES * seen.questions);
  let high = 10;
  while (!isEnough(high)) {
    if (high >= above) return { kind: "out-of-reach", above, chance: chanceOf(above) };
    high = Math.min(above, high * 2);
  }
  let low = Math.floor(high / 20) * 10;
  while (high - low > 10) {
    const middle = low + Math.floor((high - low) / 20) * 10;
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return { kind: "about", questions: Math.ceil(high / 10) * 10 };
}

type Seen = {
  readonly questions: number;
  readonly clusters: number;
  readonly means: readonly number[];
  /** Of one question: what the mean of n has, times n; larger than it looks where questions come in clusters. */
  readonly covariance: Matrix;
};

function seenSoFar({ arms, clusters }: Rungs): Seen {
  const questions = clusters.length;
  const means = arms.map(({ scores }) => scores.reduce((sum, score) => sum + score, 0) / questions);
  const deviations = new Map<string, number[]>();
  for (const [at, name] of clusters.entries()) {
    const own = deviations.get(name) ?? means.map(() => 0);
    deviations.set(name, own);
    for (const [arm, { scores }] of arms.entries()) own[arm] = (own[arm] ?? 0) + (scores[at] ?? 0) - (means[arm] ?? 0);
  }
  const count = deviations.size;
  const scale = count / Math.max(1, count - 1) / questions;
  // why: few questions may happen to show no disagreement at all, and then nothing would seem left to learn.
  const unseen = 0.5 / (questions + 2);
  const covariance = means.map((_, one) =>
    means.map((__, other) => {
      let sum = 0;
      for (const own of deviations.values()) sum += (own[one] ?? 0) * (own[other] ?? 0);
      return sum * scale + (one === other ? unseen : 0);
    }),
  );
  return { questions, clusters: count, means, covariance };
}

type Future = {
  /** True qualities that what was seen may come from. */
  readonly truth: readonly number[];
  /** How far further questions come out from the truth, times the root of their number. */
  readonly next: readonly number[];
};

/** The same draws for every N, so that more questions never seem to tell less by chance. */
function drawFutures({ means, covariance, questions }: Seen, random: () => number): readonly Future[] {
  const ofMeans = covariance.map((row) => row.map((value) => value / questions));
  const likely = likelyTruth({ means, covariance: ofMeans });
  const [ofTruth, ofNext] = [choleskyOf(likely.covariance), choleskyOf(covariance)];
  return Array.from({ length: DRAWS }, () => {
    const off = drawBy(ofTruth, random);
    return {
      truth: likely.means.map((mean, arm) => clampShare(mean + (off[arm] ?? 0))),
      next: drawBy(ofNext, random),
    };
  });
}

function drawBy(root: Matrix, random: () => number): readonly number[] {
  const normal = root.map(() => drawNormal(random));
  return root.map((row) => row.reduce((sum, weight, at) => sum + weight * (normal[at] ?? 0), 0));
}

type Plan = { readonly more: number; readonly options: JudgeOptions };

function settledShare(seen: Seen, futures: readonly Future[], { more, options }: Plan): number {
  const { questions, means } = seen;
  const total = questions + more;
  const critical = criticalValues(seen, { more, options });
  const settled = futures.filter(({ truth, next }) => {
    const later = means.map((mean, arm) => {
      const further = (truth[arm] ?? 0) + (next[arm] ?? 0) / Math.sqrt(more);
      return clampShare((questions * mean + more * further) / total);
    });
    return isSettled({ ...seen, means: later, questions: total }, { options, critical });
  });
  return settled.length / futures.length;
}

/** Standard errors to each side: the first for one claim alone, then for so many claims together. */
function criticalValues({ clusters, questions }: Seen, { more, options }: Plan): readonly number[] {
  const degrees = Math.max(1, (clusters * (questions + more)) / questions - 1);
  return Array.from({ length: Math.max(1, options.registered) }, (_, at) =>
    studentQuantile(1 - options.alpha / (at + 1), degrees),
  );
}

type Rule = { readonly options: JudgeOptions; readonly critical: readonly number[] };

/** Served: a claim that holds after Holm's steps, whose first one decides whether there is any. Nothing passes: all shown so. */
function isSettled(seen: Seen, { options, critical }: Rule): boolean {
  const strict = critical.at(-1) ?? 0;
  const plain = critical[0] ?? 0;
  const arms = seen.means.map((_, arm) => arm);
  if (arms.some((arm) => isProven(seen, arm, { options, z: strict }))) return true;
  return arms.every((arm) => isDisproven(seen, arm, { options, z: plain }));
}

type Strictness = { readonly options: JudgeOptions; readonly z: number };

function isProven(seen: Seen, arm: number, { options, z }: Strictness): boolean {
  if (!(barInterval(seen, arm, z).low > options.bar)) return false;
  return seen.means.every((_, other) => other === arm || differenceOf(seen, [arm, other], z).low > -options.margin);
}

function isDisproven(seen: Seen, arm: number, { options, z }: Strictness): boolean {
  if (barInterval(seen, arm, z).high < options.bar) return true;
  return seen.means.some((_, other) => other !== arm && differenceOf(seen, [arm, other], z).high < -options.margin);
}

function barInterval({ means, covariance, questions }: Seen, arm: number, z: number) {
  const mean = means[arm] ?? 0;
  const variance = covariance[arm]?.[arm] ?? 0;
  const worth = Math.min(questions, Math.max(1, (questions * mean * (1 - mean)) / variance));
  return wilsonShare(mean, worth, z);
}

function differenceOf({ means, covariance, questions }: Seen, [one, other]: readonly [number, number], z: number) {
  const value = (means[one] ?? 0) - (means[other] ?? 0);
  const between = covariance[one]?.[other] ?? 0;
  const variance = (covariance[one]?.[one] ?? 0) + (covariance[other]?.[other] ?? 0) - 2 * between;
  const spread = z * Math.sqrt(Math.max(0, variance) / questions);
  return { low: value - spread, high: value + spread };
}

/** The lower triangle whose product with itself is the matrix; rows that say nothing new become 0. */
function choleskyOf(matrix: Matrix): Matrix {
  const root: number[][] = [];
  for (const [row, values] of matrix.entries()) {
    const own: number[] = [];
    for (let column = 0; column <= row; column += 1) {
      const known = own.reduce((sum, value, at) => sum + value * (root[column]?.[at] ?? own[at] ?? 0), 0);
      const left = (values[column] ?? 0) - known;
      const above = root[column]?.[column] ?? 0;
      own.push(column === row ? Math.sqrt(Math.max(0, left)) : above === 0 ? 0 : left / above);
    }
    root.push(own);
  }
  return root;
}

function drawNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
