// How far a run is, what it has cost, and what its arms score so far.
import type { Runtime } from "../../core/runtime.ts";
import type { Arm, Trial } from "../../spec/exam.ts";
import type { Forecast } from "./forecast-run.ts";
import { addScore, noSums, scoreTrial, type TrialMetric } from "./score-run.ts";

/** Of the headline metric, over the rows that are there. */
export type RunningScore = {
  readonly arm: string;
  readonly scored: number;
  /** Undefined before anything is scored. */
  readonly mean: number | undefined;
  readonly abstained: number;
  readonly failed: number;
};

export type RunProgress = {
  readonly rows: number;
  readonly done: number;
  readonly kept: number;
  readonly cached: number;
  readonly asked: number;
  readonly failed: number;
  /** Of this run, earlier tries included. */
  readonly spentUsd: number;
  /** Until the end at the pace of the calls made so far; undefined before the first of them. */
  readonly remainingMs: number | undefined;
  /** How many calls may be under way at once now. */
  readonly concurrency: number;
  readonly scores: readonly RunningScore[];
};

export type RowKind = "kept" | "cached" | "asked";

export type Tally = {
  count(kind: RowKind, trial: () => Trial, isFailed: boolean): void;
  /** Resolves when all that was counted is scored. */
  settle(): Promise<void>;
  progress(given: { readonly spentUsd: number; readonly concurrency: number }): RunProgress;
};

export type TallyOptions = {
  readonly arms: readonly Arm[];
  readonly forecast: Forecast;
  readonly headline: TrialMetric | undefined;
  readonly runtime: Pick<Runtime, "monotonicMs">;
};

export function createTally({ arms, forecast, headline, runtime }: TallyOptions): Tally {
  const began = runtime.monotonicMs();
  const counts = { kept: 0, cached: 0, asked: 0, failed: 0 };
  const scores = new Map(arms.map(({ name }) => [name, noSums()]));
  const scoring = new Set<Promise<void>>();
  const score = async (metric: TrialMetric, trial: Trial): Promise<void> => {
    const own = scores.get(trial.arm);
    const one = await scoreTrial(metric, trial);
    if (own !== undefined && one !== undefined) addScore(own, one);
  };
  const remainingMs = (): number | undefined => {
    const left = forecast.asking - counts.asked;
    return counts.asked === 0 ? undefined : Math.max(0, (left * (runtime.monotonicMs() - began)) / counts.asked);
  };
  return {
    count: (kind, trial, isFailed) => {
      counts[kind] += 1;
      if (isFailed) counts.failed += 1;
      if (headline === undefined) return;
      const one = score(headline, trial()).finally(() => scoring.delete(one));
      scoring.add(one);
    },
    settle: async () => {
      await Promise.all(scoring);
    },
    progress: ({ spentUsd, concurrency }) => ({
      rows: forecast.rows,
      done: counts.kept + counts.cached + counts.asked,
      ...counts,
      spentUsd,
      remainingMs: remainingMs(),
      concurrency,
      scores:
        headline === undefined
          ? []
          : [...scores].map(([arm, { sum, scored, ...rest }]) => ({
              arm,
              scored,
              mean: scored === 0 ? undefined : sum / scored,
              ...rest,
            })),
    }),
  };
}
