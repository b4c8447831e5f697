// What a run will ask and what that will cost, before it asks anything.
import type { Arm, Question } from "../../spec/exam.ts";
import type { CallCache } from "./call-cache.ts";
import type { RunPlan } from "./log-lines.ts";
import { planRows } from "./plan-rows.ts";
import type { RunLog } from "./run-log.ts";

export type Forecast = {
  readonly rows: number;
  /** Rows that this run has already. */
  readonly kept: number;
  /** Rows that an earlier run has paid for. */
  readonly cached: number;
  /** Calls to make. */
  readonly asking: number;
  /** What the calls of which that is known will cost. */
  readonly expectedUsd: number;
  /** Calls of which nothing is known about their cost. */
  readonly unknown: number;
  /** Tokens of the calls to make, in and out, by estimate; undefined where nobody can estimate them. */
  readonly tokens: TokenEstimate | undefined;
  /** Of the calls to make. */
  readonly arms: readonly ArmForecast[];
  /** What this run has spent before. */
  readonly spentUsd: number;
};

export type TokenEstimate = { readonly input: number; readonly output: number };

export type ArmForecast = Pick<Forecast, "asking" | "expectedUsd" | "unknown"> & { readonly arm: string };

export type EstimateUsd = (question: Question, arm: Arm) => number | undefined;

export type EstimateTokens = (question: Question, arm: Arm) => TokenEstimate;

export type ForecastOptions = {
  readonly plan: RunPlan;
  readonly log: RunLog;
  readonly cache: CallCache;
  readonly retryFailed: boolean;
  /** False: the calls of earlier runs are made anew; default true. */
  readonly readCache?: boolean;
  readonly estimateUsd?: EstimateUsd | undefined;
  readonly estimateTokens?: EstimateTokens | undefined;
};

/** Where no estimate is given, a call costs what those of its arm did on average: rows of this run, and entries of the cache. */
export function forecastRun(options: ForecastOptions): Forecast {
  const { plan, log, cache, retryFailed, readCache = true, estimateUsd, estimateTokens } = options;
  const means = createMeans();
  const open: OpenCall[] = [];
  const calls = new Set<string>();
  const counts = { rows: 0, kept: 0, cached: 0 };
  for (const { key, call, question, arm } of planRows(plan)) {
    counts.rows += 1;
    const mark = log.mark(key);
    if (mark !== undefined && !(mark.kind === "failed" && retryFailed)) {
      counts.kept += 1;
      if (estimateUsd === undefined) means.learn(arm.name, () => recordedCost(log, key));
    } else if ((readCache && cache.has(call)) || calls.has(call)) {
      counts.cached += 1;
      if (estimateUsd === undefined && cache.has(call)) means.learn(arm.name, () => cache.get(call)?.result.costUsd);
    } else {
      calls.add(call);
      open.push({ question, arm });
    }
  }
  const costOf = ({ question, arm }: OpenCall): number | undefined =>
    estimateUsd?.(question, arm) ?? means.of(arm.name);
  return {
    ...counts,
    ...billOf(open, costOf),
    tokens: estimateTokens === undefined ? undefined : tokensOf(open, estimateTokens),
    arms: plan.arms.map(({ name }) => ({
      arm: name,
      ...billOf(
        open.filter(({ arm }) => arm.name === name),
        costOf,
      ),
    })),
    spentUsd: log.spent().usd,
  };
}

type OpenCall = { readonly question: Question; readonly arm: Arm };

function billOf(calls: readonly OpenCall[], costOf: (call: OpenCall) => number | undefined) {
  const costs = calls.map(costOf);
  return {
    asking: calls.length,
    expectedUsd: costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
    unknown: costs.filter((cost) => cost === undefined).length,
  };
}

function tokensOf(calls: readonly OpenCall[], estimate: EstimateTokens): TokenEstimate {
  const sum = { input: 0, output: 0 };
  for (const { question, arm } of calls) {
    const { input, output } = estimate(question, arm);
    sum.input += input;
    sum.output += output;
  }
  return sum;
}

function recordedCost(log: RunLog, key: string): number | undefined {
  const mark = log.mark(key);
  const outcome = mark?.kind === "answered" ? log.row(mark).outcome : undefined;
  return outcome?.kind === "answered" ? outcome.result.costUsd : undefined;
}

/** Reading each row back would cost more than it tells. */
const SAMPLES = 50;

function createMeans() {
  const seen = new Map<string, { count: number; known: number; sum: number }>();
  return {
    learn: (arm: string, read: () => number | undefined): void => {
      const own = seen.get(arm) ?? { count: 0, known: 0, sum: 0 };
      seen.set(arm, own);
      if (own.count >= SAMPLES) return;
      own.count += 1;
      const cost = read();
      if (cost === undefined) return;
      own.known += 1;
      own.sum += cost;
    },
    of: (arm: string): number | undefined => {
      const own = seen.get(arm);
      return own === undefined || own.known === 0 ? undefined : own.sum / own.known;
    },
  };
}
