// A run read back from its log: the trials in the order of its plan, whatever order they came in.
import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { Principals } from "../../spec/access.ts";
import type { Trial } from "../../spec/exam.ts";
import { principalsDigest } from "./call-key.ts";
import type { RunPlan, RunRow } from "./log-lines.ts";
import { type PlannedRow, planRows } from "./plan-rows.ts";
import { openRunLog, type RunPlace, type Spent } from "./run-log.ts";

export type ExamRun = AsyncDisposable & {
  readonly run: string;
  readonly startedAt: number;
  readonly plan: RunPlan;
  /** Read from the file one by one: a run may be larger than memory. */
  trials(): Generator<Trial>;
  /** Rows with their attempts and waits, for tables. */
  rows(): Generator<{ readonly trial: Trial; readonly row: RunRow }>;
  /** Rows of the plan that nothing came of yet. */
  readonly missing: number;
  readonly spent: Spent;
};

export type ReadRunOptions = RunPlace & {
  /** Only for those it was made for. */
  readonly principals: Principals;
  readonly runtime: Pick<Runtime, "now" | "sleep">;
};

/** Needs nothing but the log: no library, no models, no network. */
export function readRun(options: ReadRunOptions): ExamRun {
  const { runtime, principals } = options;
  const log = openRunLog(options, { principals: principalsDigest(principals), runtime, access: "read" });
  const plan = log.plan();
  if (plan === undefined) {
    void log[Symbol.asyncDispose]();
    throw new SchoolbookError(
      "input_invalid",
      `The run ${JSON.stringify(options.run)} was broken off before it began.`,
      {
        hint: "Start it again: it goes on from there.",
      },
    );
  }
  const rows = function* (): Generator<{ readonly trial: Trial; readonly row: RunRow }> {
    for (const planned of planRows(plan)) {
      const mark = log.mark(planned.key);
      if (mark === undefined) continue;
      const row = log.row(mark);
      yield { trial: trialOf(planned, row), row };
    }
  };
  return {
    run: log.head.run,
    startedAt: log.head.at,
    plan,
    rows,
    trials: function* () {
      for (const { trial } of rows()) yield trial;
    },
    missing: countPlanned(plan, (key) => log.mark(key) === undefined),
    spent: log.spent(),
    [Symbol.asyncDispose]: async () => log[Symbol.asyncDispose](),
  };
}

/** How many rows of the plan something came of; none where there is no run, or one that was broken off before it had a plan. */
export async function countRows({ runtime, principals, ...place }: ReadRunOptions): Promise<number> {
  try {
    await using log = openRunLog(place, { principals: principalsDigest(principals), runtime, access: "read" });
    const plan = log.plan();
    return plan === undefined ? 0 : countPlanned(plan, (key) => log.mark(key) !== undefined);
  } catch (error) {
    if (error instanceof SchoolbookError && error.code === "not_found") return 0;
    throw error;
  }
}

function countPlanned(plan: RunPlan, isCounted: (key: string) => boolean): number {
  let count = 0;
  for (const { key } of planRows(plan)) if (isCounted(key)) count += 1;
  return count;
}

export function trialOf({ question, arm, repeat }: PlannedRow, { outcome }: RunRow): Trial {
  const place = { question, arm: arm.name, repeat };
  if (outcome.kind === "failed") return { ...place, outcome: { kind: "failed", reason: outcome.reason } };
  const { answer, retrieved, latencyMs, costUsd } = outcome.result;
  return {
    ...place,
    latencyMs,
    ...(costUsd === undefined ? {} : { costUsd }),
    outcome: { kind: "answered", answer, retrieved },
  };
}
