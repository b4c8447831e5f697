// What the metrics say about a run: the same rows give the same numbers, whatever order they came in.
import type { Metric, Trial } from "../../spec/exam.ts";

export type MetricTotals = {
  readonly metric: string;
  readonly arm: string;
  readonly scored: number;
  /** Undefined where nothing was scored. */
  readonly mean: number | undefined;
  readonly abstained: number;
  readonly failed: number;
};

/** Trials have to come in the order of the plan, as `readRun` gives them: sums depend on it in their last digits. */
export function scoreTrials(trials: Iterable<Trial>, metrics: readonly Metric[]): readonly MetricTotals[] {
  const totals = new Map<string, { scored: number; sum: number; abstained: number; failed: number }>();
  const arms = new Set<string>();
  for (const trial of trials) {
    arms.add(trial.arm);
    for (const metric of metrics) {
      if (!isAsked(metric, trial)) continue;
      const key = totalKey(trial.arm, metric.name);
      const own = totals.get(key) ?? { scored: 0, sum: 0, abstained: 0, failed: 0 };
      totals.set(key, own);
      const score = metric.score(trial);
      own[score.kind] += 1;
      if (score.kind === "scored") own.sum += score.value;
    }
  }
  return [...arms].toSorted().flatMap((arm) =>
    metrics.map(({ name }): MetricTotals => {
      const { sum, ...counts } = totals.get(totalKey(arm, name)) ?? { scored: 0, sum: 0, abstained: 0, failed: 0 };
      return { metric: name, arm, ...counts, mean: counts.scored === 0 ? undefined : sum / counts.scored };
    }),
  );
}

/** Whether the question expects what the metric needs. */
export function isAsked({ needs }: Metric, { question }: Trial): boolean {
  return needs.every((need) => question.expected[need] !== undefined);
}

function totalKey(arm: string, metric: string): string {
  return JSON.stringify([arm, metric]);
}
