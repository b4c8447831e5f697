// Runs an exam: every question through every arm, going on from what is there, losing nothing when it is stopped.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { createLimiter, type Limiter } from "../../core/limiter.ts";
import { acquireLock, type Lock, type LockHolder } from "../../core/lock.ts";
import type { Runtime } from "../../core/runtime.ts";
import { writeFailure } from "../../core/write-failure.ts";
import type { Principals } from "../../spec/access.ts";
import type { Arm } from "../../spec/exam.ts";
import type { AskArm } from "./ask-arm.ts";
import type { Patience } from "./attempt-call.ts";
import { createBudget } from "./budget.ts";
import { openCallCache, type CallCache } from "./call-cache.ts";
import { principalsDigest } from "./call-key.ts";
import { type EstimateTokens, type EstimateUsd, type Forecast, forecastRun } from "./forecast-run.ts";
import { countBesides, keepRecorded } from "./keep-recorded.ts";
import type { RunPlan, RunRow } from "./log-lines.ts";
import { checkPlan, planRows } from "./plan-rows.ts";
import { logPath, openRunLog, type RunLog, type RunPlace } from "./run-log.ts";
import { createTally, type RunProgress, type Tally } from "./run-progress.ts";
import type { TrialMetric } from "./score-run.ts";
import { createStops, type StopReason } from "./stops.ts";
import { watchReach } from "./watch-reach.ts";
import { workRows } from "./work-rows.ts";

export type RunOptions = RunPlan &
  RunPlace & {
    /** Whose eyes the run is for: questions that others ask are refused. */
    readonly principals: Principals;
    /** Ids of the whole exam where only a part of it is asked: rows of the rest stay in the run. Default: all of it is asked. */
    readonly pickedFrom?: readonly string[];
    readonly ask: AskArm;
    readonly runtime: Runtime;
    /** The most calls at once, of each model and in all; how many it is adapts to what its server bears. Default 32. */
    readonly maxConcurrency?: number;
    /** Fewer of a model that answers no sooner when more is asked of it at once: its calls would only wait for each other. */
    readonly concurrencyOf?: (arm: Arm) => number | undefined;
    readonly patience?: Partial<Patience>;
    /** Of arms whose model may take longer for one attempt. */
    readonly timeoutMsOf?: (arm: Arm) => number | undefined;
    /** Dollars that this run may cost in all, earlier tries included. */
    readonly budgetUsd?: number;
    readonly estimateUsd?: EstimateUsd;
    readonly estimateTokens?: EstimateTokens;
    /** The most that a call may cost: a budget holds so much back for each one under way. Default: as estimated. */
    readonly mostUsd?: EstimateUsd;
    /** Shown before the first call; false: nothing is asked. */
    readonly onForecast?: (forecast: Forecast) => boolean | Promise<boolean>;
    /** Begins although the forecast is beyond the budget, and goes as far as that carries. */
    readonly spendAll?: boolean;
    /** Rows that failed before are asked again; default true. */
    readonly retryFailed?: boolean;
    /** False: makes every call anew. */
    readonly readCache?: boolean;
    readonly headline?: TrialMetric;
    readonly onProgress?: (progress: RunProgress) => void;
    /** Called for each row once it is in the log: from then on it survives the process. */
    readonly onRow?: (row: RunRow) => void;
    /** Nothing more is begun; what is under way may end within `drainMs`, since it is paid for. */
    readonly signal?: AbortSignal;
    readonly drainMs?: number;
    /** There is no time for that: what is under way is given up at once. */
    readonly hurry?: AbortSignal;
    /** What was called, for whoever has to wait for this run; default: `exam run` with its name. */
    readonly command?: string;
    /** How long to wait for another run of the same askers, which shares its answers with this one; default 0. */
    readonly waitMs?: number;
    readonly onWait?: (holder: LockHolder | undefined) => void;
  };

export type RunReport = Omit<RunProgress, "concurrency" | "remainingMs"> & {
  readonly run: string;
  readonly forecast: Forecast;
  /** Rows that nothing came of: the run was stopped before. */
  readonly missing: number;
  /** Rows of other questions, arms and repeats that the run holds besides those that were asked for this time. */
  readonly besides: number;
  /** Calls of which it is not known what they cost. */
  readonly unknownCosts: number;
  /** Undefined: it came to its end. */
  readonly stopped: StopReason | undefined;
  /** Of lines that an earlier process was killed in. */
  readonly tornBytes: number;
  readonly elapsedMs: number;
};

const DEFAULT_PATIENCE: Patience = { timeoutMs: 120_000, tries: 3, busyMs: 600_000 };
const DEFAULT_CONCURRENCY = 32;
const DEFAULT_DRAIN_MS = 10_000;
const PROGRESS_EVERY_MS = 250;

/** Throws where it may not or cannot run; what fails for single rows is in the log and in the counts. */
export async function runExam(options: RunOptions): Promise<RunReport> {
  const { questions, arms, repeats, principals, runtime, folder } = options;
  checkPlan({ questions, arms, repeats }, principals);
  const digest = principalsDigest(principals);
  logPath(options); // why: throws for a name that cannot be one, before anything is written
  makeFolder(folder);
  using _lock = await lockFolder(options, digest);
  await using cache = openCallCache(folder, digest, runtime);
  await using log = openRunLog(options, { principals: digest, runtime, access: "append" });
  return await runLocked(options, log, cache); // why: the files stay open until it is done
}

async function runLocked(options: RunOptions, log: RunLog, cache: CallCache): Promise<RunReport> {
  const { runtime, retryFailed = true, readCache = true, budgetUsd, onForecast, spendAll = false } = options;
  const began = runtime.monotonicMs();
  const { questions, arms, repeats } = options;
  const plan = { questions, arms, repeats };
  const { estimateUsd, estimateTokens } = options;
  const forecast = forecastRun({ plan, log, cache, retryFailed, readCache, estimateUsd, estimateTokens });
  const tally = createTally({ arms, forecast, headline: options.headline, runtime });
  const beyond = budgetUsd !== undefined && forecast.spentUsd + forecast.expectedUsd > budgetUsd;
  const refusal = beyond && !spendAll ? "budget" : (await onForecast?.(forecast)) === false ? "declined" : undefined;
  const whole = keepRecorded(plan, log, options.pickedFrom);
  if (refusal === undefined) log.setPlan(whole, runtime.now());
  const stopped = refusal ?? (await askAll(options, { log, cache, tally, plan }));
  await tally.settle();
  await cache.sync();
  await log.sync();
  const spent = log.spent();
  const { concurrency: _, remainingMs: __, ...counts } = tally.progress({ spentUsd: spent.usd, concurrency: 0 });
  return {
    ...counts,
    run: options.run,
    forecast,
    missing: counts.rows - counts.done,
    besides: countBesides(plan, whole, log),
    unknownCosts: spent.unknown,
    stopped,
    tornBytes: log.tornBytes,
    elapsedMs: runtime.monotonicMs() - began,
  };
}

type Parts = { readonly log: RunLog; readonly cache: CallCache; readonly tally: Tally; readonly plan: RunPlan };

async function askAll(options: RunOptions, { log, cache, tally, plan }: Parts): Promise<StopReason | undefined> {
  const { runtime, ask, estimateUsd, maxConcurrency = DEFAULT_CONCURRENCY } = options;
  const { limiterOf, concurrency } = createLimiters(options, plan);
  using stops = createStops({ ...options, drainMs: options.drainMs ?? DEFAULT_DRAIN_MS });
  const show = showProgress(options, () => tally.progress({ spentUsd: log.spent().usd, concurrency: concurrency() }));
  let failure: { readonly error: unknown } | undefined;
  const work = workRows(
    {
      rows: planRows(plan),
      log,
      cache,
      tally,
      reach: watchReach(),
      runtime,
      readCache: options.readCache ?? true,
      run: options.run,
      retryFailed: options.retryFailed ?? true,
      asking: {
        ask,
        limiterOf,
        runtime,
        patience: { ...DEFAULT_PATIENCE, ...options.patience },
        timeoutMsOf: options.timeoutMsOf,
        ...stops.signals,
      },
      budget: createBudget({
        limitUsd: options.budgetUsd,
        estimateUsd: options.mostUsd ?? estimateUsd,
        spent: log.spent,
        onExhausted: () => stops.end("budget"),
      }),
      onRow: options.onRow,
      onDone: () => show(false),
      fail: (error) => {
        failure ??= { error };
        stops.end("failed");
      },
    },
    maxConcurrency,
  );
  await work;
  show(true);
  if (failure !== undefined) throw failure.error;
  return stops.reason();
}

/** One for each model: arms that share one wait for each other. */
function createLimiters(
  { runtime, concurrencyOf, maxConcurrency = DEFAULT_CONCURRENCY }: RunOptions,
  { arms }: Pick<RunPlan, "arms">,
) {
  const limiters = new Map(
    arms.map((arm) => {
      const max = Math.min(maxConcurrency, concurrencyOf?.(arm) ?? maxConcurrency);
      return [arm.model, createLimiter({ max, runtime })];
    }),
  );
  return {
    limiterOf: ({ model }: Pick<Arm, "model">): Limiter =>
      limiters.get(model) ?? createLimiter({ max: maxConcurrency, runtime }),
    concurrency: (): number => [...limiters.values()].reduce((sum, { limit }) => sum + limit(), 0),
  };
}

function showProgress({ onProgress, runtime }: RunOptions, progress: () => RunProgress): (last: boolean) => void {
  let shown = Number.NEGATIVE_INFINITY;
  return (last) => {
    const now = runtime.monotonicMs();
    if (onProgress === undefined || (!last && now - shown < PROGRESS_EVERY_MS)) return;
    shown = now;
    onProgress(progress());
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw writeFailure(cause, { path: folder });
  }
}

const TAKE_TURNS =
  "Runs of the same askers take turns, whatever their names, so that no answer is paid for twice. Wait for it with `--wait 3600`, or stop it: what it has done is kept.";

async function lockFolder(options: RunOptions, digest: string): Promise<Lock> {
  const { folder, runtime, run, command = `exam run --run ${run}`, waitMs = 0, onWait, signal } = options;
  return acquireLock(join(folder, `${digest}.lock`), {
    command,
    waitMs,
    runtime,
    onWait,
    signal,
    protects: { name: "the file of answers that all runs of these askers share", busy: "exam_busy", hint: TAKE_TURNS },
  });
}
