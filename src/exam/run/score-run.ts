// What metrics say about the trials of a run: the same rows give the same numbers, whatever order they came in.
import type { Need, Question, Score, Trial } from "../../spec/exam.ts";

/** As much of a metric as it takes to score trials with it. */
export type TrialMetric = {
  readonly name: string;
  /** At least one of them a question has to expect; none: any question will do. */
  readonly needs: readonly Need[];
  readonly unit?: string;
  readonly better?: "higher" | "lower";
  appliesTo?(question: Question): boolean;
  score(trial: Trial): Score | Promise<Score>;
};

export type MetricTotals = {
  readonly metric: string;
  readonly arm: string;
  readonly scored: number;
  /** Undefined where nothing was scored. */
  readonly mean: number | undefined;
  readonly abstained: number;
  readonly failed: number;
};

/** Undefined where the metric has nothing to say about the question. A metric that throws has failed on this trial. */
export async function scoreTrial(metric: TrialMetric, trial: Trial): Promise<Score | undefined> {
  const { question } = trial;
  const asks = metric.needs.length === 0 || metric.needs.some((need) => question.expected[need] !== undefined);
  if (!asks || metric.appliesTo?.(question) === false) return undefined;
  try {
    return await metric.score(trial);
  } catch (error) {
    return { kind: "failed", reason: `${metric.name}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Trials have to come in the order of the plan, as `readRun` gives them: sums depend on it in their last digits. */
export async function totalScores(
  trials: Iterable<Trial>,
  metrics: readonly TrialMetric[],
): Promise<readonly MetricTotals[]> {
  const totals = new Map<string, Sums>();
  const arms = new Set<string>();
  for (const trial of trials) {
    arms.add(trial.arm);
    for (const metric of metrics) {
      const score = await scoreTrial(metric, trial);
      if (score === undefined) continue;
      const key = totalKey(trial.arm, metric.name);
      const own = totals.get(key) ?? noSums();
      totals.set(key, own);
      addScore(own, score);
    }
  }
  return [...arms].toSorted().flatMap((arm) =>
    metrics.map(({ name }): MetricTotals => {
      const { sum, ...counts } = totals.get(totalKey(arm, name)) ?? noSums();
      return { metric: name, arm, ...counts, mean: counts.scored === 0 ? undefined : sum / counts.scored };
    }),
  );
}

export type Sums = { scored: number; sum: number; abstained: number; failed: number };

export function noSums(): Sums {
  return { scored: 0, sum: 0, abstained: 0, failed: 0 };
}

export function addScore(sums: Sums, score: Score): void {
  sums[score.kind] += 1;
  if (score.kind === "scored") sums.sum += score.value;
}

function totalKey(arm: string, metric: string): string {
  return JSON.stringify([arm, metric]);
}
