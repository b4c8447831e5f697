// A run in numbers: every metric of every arm with its interval, what a right answer cost, and what went wrong by kind.
import type { Metric, ScoredTrial } from "../../spec/exam.ts";
import { type CostPerCorrect, costPerCorrect } from "../metrics/cost/cost-per-correct.ts";
import { HEADLINE } from "../metrics/registry.ts";
import { type MetricSummary, summarizeMetric } from "../metrics/summarize-metric.ts";
import type { ExamRun } from "../run/read-run.ts";
import type { Spent } from "../run/run-log.ts";
import { type Failure, failuresOf } from "./find-failures.ts";
import { type FailureReason, groupReasons } from "./group-reasons.ts";
import { type ScoredArm, scoreArms } from "./score-arms.ts";
import { type LibraryNow, withhold, wordless } from "./withhold.ts";

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

/** In numbers as it was; in words as far as its reader may read the documents that it rests on now. */
export async function summarizeRun(run: Read, metrics: readonly Metric[], library: LibraryNow): Promise<RunSummary> {
  const { plan, startedAt, missing, spent } = run;
  const arms = await scoreArms(run, metrics);
  const failures = arms.flatMap((arm) => failuresOf(arm, library));
  return {
    run: run.run,
    startedAt,
    questions: plan.questions.length,
    repeats: plan.repeats,
    missing,
    spent,
    arms: arms.map((arm) => summarizeArm(arm, { metrics, library })),
    failures,
    failedFor: groupReasons(failures),
  };
}

type Summing = { readonly metrics: readonly Metric[]; readonly library: LibraryNow };

function summarizeArm({ name, arm, missing, trials, scores }: ScoredArm, { metrics, library }: Summing): ArmSummary {
  const headline = scores.get(HEADLINE);
  return {
    name,
    arm,
    missing,
    rows: trials.length,
    metrics: metrics.flatMap((metric) => {
      const rows = scores.get(metric.name);
      const outside = trials.length - (rows?.length ?? 0);
      return rows === undefined
        ? []
        : [
            summarizeMetric(
              metric,
              rows.map((row) => toldRow(row, library)),
              { outside },
            ),
          ];
    }),
    costPerCorrect: headline === undefined ? undefined : costPerCorrect(headline),
    cut: trials.filter(({ outcome }) => outcome.kind === "answered" && outcome.answer.cut === true).length,
  };
}

/** Why a score failed quotes the answer; the numbers of the others need no look at the library. */
function toldRow(row: ScoredTrial, library: LibraryNow): ScoredTrial {
  if (row.score.kind !== "failed") return row;
  const { isTold, isWithheld } = withhold(row.trial, library);
  const isQuotable = row.trial.outcome.kind === "failed" ? !isWithheld : isTold;
  return isQuotable ? row : { ...row, score: wordless(row.score) };
}
