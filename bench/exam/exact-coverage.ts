// The chance that an interval holds the truth or that a test is wrong, summed over all outcomes there can be.
import { binomialPoint } from "../../src/exam/statistics/binomial.ts";
import type { Interval } from "../../src/exam/statistics/interval.ts";
import type { exactMcNemar } from "../../src/exam/statistics/mcnemar.ts";
import { type Count, newcombePaired, newcombeUnpaired } from "../../src/exam/statistics/newcombe.ts";
import { roganGladen } from "../../src/exam/statistics/rogan-gladen.ts";

const SHARES = Array.from({ length: 99 }, (_, index) => (index + 1) / 100);

export type Coverage = { readonly least: number; readonly mean: number };

export function summary(values: readonly number[]): Coverage {
  return { least: Math.min(...values), mean: values.reduce((sum, value) => sum + value, 0) / values.length };
}

/** Chance of each outcome, summed where the interval holds the true share. */
export function coverageOfShare(of: number, interval: (count: number, of: number) => Interval): Coverage {
  const intervals = Array.from({ length: of + 1 }, (_, count) => interval(count, of));
  return summary(
    SHARES.map((share) =>
      intervals.reduce((sum, { low, high }, count) => {
        const covers = low <= share && share <= high;
        return covers ? sum + binomialPoint({ trials: of, share }, count) : sum;
      }, 0),
    ),
  );
}

export function coverageOfUnpaired(first: number, second: number): Coverage {
  const shares = [0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95];
  const truths = shares.flatMap((one) => shares.map((two) => ({ one, two })));
  const covered = truths.map(() => 0);
  for (let count = 0; count <= first; count += 1) {
    for (let other = 0; other <= second; other += 1) {
      const { low, high } = newcombeUnpaired({ count, of: first }, { count: other, of: second });
      for (const [index, { one, two }] of truths.entries()) {
        if (one - two < low - 1e-12 || one - two > high + 1e-12) continue;
        const chance =
          binomialPoint({ trials: first, share: one }, count) * binomialPoint({ trials: second, share: two }, other);
        covered[index] = (covered[index] ?? 0) + chance;
      }
    }
  }
  return summary(covered);
}

type Truth = { readonly both: number; readonly onlyFirst: number; readonly onlySecond: number };

/** All outcomes of n paired questions by how many were right in both arms, one, the other, none. */
export function coverageOfPaired(of: number, truth: Truth): number {
  const { both, onlyFirst, onlySecond } = truth;
  const difference = onlyFirst - onlySecond;
  let covered = 0;
  for (let first = 0; first <= of; first += 1) {
    const chanceFirst = binomialPoint({ trials: of, share: onlyFirst }, first);
    if (chanceFirst < 1e-9) continue;
    for (let second = 0; second <= of - first; second += 1) {
      const chanceSecond = binomialPoint({ trials: of - first, share: onlySecond / (1 - onlyFirst) }, second);
      if (chanceFirst * chanceSecond < 1e-9) continue;
      const rest = of - first - second;
      for (let right = 0; right <= rest; right += 1) {
        const share = both / (1 - onlyFirst - onlySecond);
        const chance = chanceFirst * chanceSecond * binomialPoint({ trials: rest, share }, right);
        if (chance < 1e-10) continue;
        const { low, high } = newcombePaired({
          both: right,
          onlyFirst: first,
          onlySecond: second,
          neither: rest - right,
        });
        if (low - 1e-12 <= difference && difference <= high + 1e-12) covered += chance;
      }
    }
  }
  return covered;
}

export function falsePositives(of: number, disagreement: number, test: typeof exactMcNemar): number {
  let wrong = 0;
  for (let discordant = 0; discordant <= of; discordant += 1) {
    const chance = binomialPoint({ trials: of, share: disagreement }, discordant);
    if (chance < 1e-12) continue;
    for (let first = 0; first <= discordant; first += 1) {
      if (test({ onlyFirst: first, onlySecond: discordant - first }) > 0.05) continue;
      wrong += chance * binomialPoint({ trials: discordant, share: 0.5 }, first);
    }
  }
  return wrong;
}

/** Exact over all outcomes of the three samples but for those too rare to matter. */
export function coverageOfCorrection(
  truth: number,
  judge: { readonly sensitivity: number; readonly specificity: number },
): number {
  const accepted = truth * judge.sensitivity + (1 - truth) * (1 - judge.specificity);
  let covered = 0;
  for (const one of outcomes(200, accepted)) {
    for (const two of outcomes(100, judge.sensitivity)) {
      for (const three of outcomes(100, judge.specificity)) {
        const counts = { accepted: one.counted, sensitivity: two.counted, specificity: three.counted };
        const interval = roganGladen(counts);
        const covers = interval !== undefined && interval.low <= truth && truth <= interval.high;
        if (covers) covered += one.chance * two.chance * three.chance;
      }
    }
  }
  return covered;
}

function outcomes(of: number, share: number): readonly { readonly counted: Count; readonly chance: number }[] {
  return Array.from({ length: of + 1 }, (_, count) => ({
    counted: { count, of },
    chance: binomialPoint({ trials: of, share }, count),
  })).filter(({ chance }) => chance > 1e-5);
}
