// A run in numbers: every metric of every arm with its interval, what a right answer cost, and what went wrong by kind.
import type { Metric } from "../../spec/exam.ts";
import { type CostPerCorrect, costPerCorrect } from "../metrics/cost/cost-per-correct.ts";
import { HEADLINE } from "../metrics/registry.ts";
import { type MetricSummary, summarizeMetric } from "../metrics/summarize-metric.ts";
import type { ExamRun } from "../run/read-run.ts";
import type { Spent } from "../run/run-log.ts";
import { type Failure, failuresOf } from "./find-failures.ts";
import { type FailureReason, groupReasons } from "./group-reasons.ts";
import { type ScoredArm, scoreArms } from "./score-arms.ts";

export type ArmSummary = Pick<ScoredArm, "name" | "arm" | "missing"> & {
  readonly rows: number;
  readonly metrics: readonly MetricSummary[];
  /** Undefined where nothing says whether an answer is right. */
  readonly costPerCorrect: CostPerCorrect | undefined;
  /** Answers that ended because they may have no more tokens. */
  readonly cut: number;
};

export type RunSummary = {
  readonly run: string;
  readonly startedAt: number;
  readonly questions: number;
  readonly repeats: number;
  readonly missing: number;
  readonly spent: Spent;
  readonly arms: readonly ArmSummary[];
  readonly failures: readonly Failure[];
  /** Of the rows that have no answer. */
  readonly failedFor: readonly FailureReason[];
};

type Read = Pick<ExamRun, "run" | "plan" | "trials" | "startedAt" | "missing" | "spent">;

export async function summarizeRun(run: Read, metrics: readonly Metric[]): Promise<RunSummary> {
  const { plan, startedAt, missing, spent } = run;
  const arms = await scoreArms(run, metrics);
  const failures = arms.flatMap(failuresOf);
  return {
    run: run.run,
    startedAt,
    questions: plan.questions.length,
    repeats: plan.repeats,
    missing,
    spent,
    arms: arms.map((arm) => summarizeArm(arm, metrics)),
    failures,
    failedFor: groupReasons(failures),
  };
}

function summarizeArm({ name, arm, missing, trials, scores }: ScoredArm, metrics: readonly Metric[]): ArmSummary {
  const headline = scores.get(HEADLINE);
  return {
    name,
    arm,
    missing,
    rows: trials.length,
    metrics: metrics.flatMap((metric) => {
      const rows = scores.get(metric.name);
      return rows === undefined ? [] : [summarizeMetric(metric, rows, { outside: trials.length - rows.length })];
    }),
    costPerCorrect: headline === undefined ? undefined : costPerCorrect(headline),
    cut: trials.filter(({ outcome }) => outcome.kind === "answered" && outcome.answer.cut === true).length,
  };
}
