// One score per arm and question of the test split, in one order for all arms; or which rows are missing.
import { questionMeans } from "../../exam/metrics/summarize-metric.ts";
import { clusteredMean } from "../../exam/statistics/clustered-mean.ts";
import type { Estimate } from "../../exam/statistics/interval.ts";
import type { PairedScores } from "../../exam/statistics/paired-difference.ts";
import { quantileOf } from "../../exam/statistics/quantile.ts";
import type { ScoredTrial } from "../../spec/exam.ts";
import type { LadderArm, Registration } from "../registration/registration.ts";

export type ArmRows = {
  /** The name it was registered under. */
  readonly arm: string;
  /** Scores of the registered metric, higher is better, between 0 and 1. */
  readonly rows: readonly ScoredTrial[];
};

export type ArmScores = {
  readonly arm: LadderArm;
  readonly scores: readonly number[];
  /** Of each question, the mean of its repeats; absent where the cost of a call is not known. */
  readonly costs?: readonly number[];
  readonly usdPerQuestion?: Estimate;
  /** Absent where nothing was answered, or nobody took the time. */
  readonly effort?: Effort;
};

/** What a question takes besides dollars: what runs on a machine of one's own costs none, and still takes time. */
export type Effort = {
  /** In and out, on average. */
  readonly tokens: number;
  /** Half of the answers came sooner. */
  readonly medianMs: number;
};

export type Gathered = {
  readonly kind: "gathered";
  /** One per question; all different where each question is its own. */
  readonly clusters: readonly string[];
  /** In the order in which they were registered. */
  readonly arms: readonly ArmScores[];
  readonly unmeasured: readonly LadderArm[];
};

type Named = { readonly arm: string; readonly questions: readonly string[] };

/** Rows that failed or are missing: whatever they would have been, left out they would move the result. */
export type BlockedRows = {
  readonly kind: "blocked";
  readonly failed: readonly Named[];
  readonly missing: readonly Named[];
};

/** Rows of other questions than those of the test split are left out. */
export function gatherScores(registration: Registration, given: readonly ArmRows[]): Gathered | BlockedRows {
  const { test } = registration.splits;
  const places = new Map(test.map((id, at) => [id, at]));
  const byArm = new Map(given.map(({ arm, rows }) => [arm, inOrder(rows, places)] as const));
  const asked = registration.arms.filter(({ name }) => byArm.has(name));
  const failed = asked.flatMap(({ name }) => named(name, failedIds(byArm.get(name) ?? [])));
  const missing = asked.flatMap(({ name }) => named(name, missingIds(byArm.get(name) ?? [], registration)));
  if (failed.length > 0 || missing.length > 0 || asked.length === 0) return { kind: "blocked", failed, missing };
  const means = asked.map((arm) => {
    const rows = byArm.get(arm.name) ?? [];
    return { arm, rows, values: new Map(questionMeans(rows, { abstained: 0 }).map((mean) => [mean.id, mean])) };
  });
  const clusters = test.map((id) => means[0]?.values.get(id)?.cluster ?? id);
  return {
    kind: "gathered",
    clusters,
    arms: means.map(({ arm, rows, values }) => {
      const scores = test.map((id) => values.get(id)?.value ?? 0);
      return { arm, scores, ...costOf(rows, { test, clusters }), ...effortOf(rows) };
    }),
    unmeasured: registration.arms.filter(({ name }) => !byArm.has(name)),
  };
}

/** Two arms as the statistics take them; clusters of one question each are none. */
export function pairOf({ clusters }: Pick<Gathered, "clusters">, first: ArmScores, second: ArmScores): PairedScores {
  const scores = { first: first.scores, second: second.scores };
  return new Set(clusters).size === clusters.length ? scores : { ...scores, clusters };
}

/** Rows of the test split, in its order: sums depend on it in their last digits. */
function inOrder(rows: readonly ScoredTrial[], places: ReadonlyMap<string, number>): readonly ScoredTrial[] {
  const placeOf = ({ trial }: ScoredTrial): number => places.get(trial.question.id) ?? -1;
  return rows
    .filter((row) => placeOf(row) >= 0)
    .toSorted((one, other) => placeOf(one) - placeOf(other) || one.trial.repeat - other.trial.repeat);
}

function named(arm: string, questions: readonly string[]): readonly Named[] {
  return questions.length === 0 ? [] : [{ arm, questions }];
}

function failedIds(rows: readonly ScoredTrial[]): readonly string[] {
  return [...new Set(rows.filter(({ score }) => score.kind === "failed").map(({ trial }) => trial.question.id))];
}

/** Each question is asked as often as registered; one repeat that is not there is as good as none. */
function missingIds(rows: readonly ScoredTrial[], { splits, repeats }: Registration): readonly string[] {
  const counts = new Map<string, number>();
  for (const { trial } of rows) counts.set(trial.question.id, (counts.get(trial.question.id) ?? 0) + 1);
  return splits.test.filter((id) => (counts.get(id) ?? 0) < repeats);
}

type Order = { readonly test: readonly string[]; readonly clusters: readonly string[] };

function costOf(rows: readonly ScoredTrial[], { test, clusters }: Order): Pick<ArmScores, "costs" | "usdPerQuestion"> {
  if (rows.some(({ trial }) => trial.costUsd === undefined)) return {};
  const byQuestion = Map.groupBy(rows, ({ trial }) => trial.question.id);
  const costs = test.map((id) => {
    const own = byQuestion.get(id) ?? [];
    return own.reduce((sum, { trial }) => sum + (trial.costUsd ?? 0), 0) / Math.max(1, own.length);
  });
  const usdPerQuestion = meanUsd(costs, clusters);
  return { costs, ...(usdPerQuestion === undefined ? {} : { usdPerQuestion }) };
}

function effortOf(rows: readonly ScoredTrial[]): Pick<ArmScores, "effort"> {
  const tokens = rows.flatMap(({ trial: { outcome } }) => {
    if (outcome.kind === "failed") return [];
    const { inputTokens, outputTokens } = outcome.answer.usage;
    return [inputTokens.total + outputTokens.total];
  });
  const times = rows.flatMap(({ trial }) => trial.latencyMs ?? []).toSorted((one, other) => one - other);
  if (tokens.length === 0 || times.length === 0) return {};
  const mean = tokens.reduce((sum, count) => sum + count, 0) / tokens.length;
  return { effort: { tokens: mean, medianMs: quantileOf(times, 0.5) } };
}

/** Undefined for fewer than two clusters; what one arm costs more than another may lie below 0. */
export function meanUsd(costs: readonly number[], clusters: readonly string[]): Estimate | undefined {
  const found = clusteredMean(costs, { clusters });
  if (found === undefined) return undefined;
  const { value, level, low, high } = found;
  return { value, level, low: costs.every((cost) => cost >= 0) ? Math.max(0, low) : low, high };
}
