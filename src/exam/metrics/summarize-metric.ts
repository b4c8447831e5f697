// What a metric says about a set of trials: the mean with its interval, how many rest on what, and what keeps it from counting.
import type { Figure, Metric, MetricUnit, Score, ScoredTrial } from "../../spec/exam.ts";
import { clusteredMean } from "../statistics/clustered-mean.ts";
import { estimateShare } from "../statistics/estimate-share.ts";
import type { Estimate } from "../statistics/interval.ts";
import { appliesTo } from "./score-answer.ts";

export type MetricSummary = {
  readonly metric: string;
  readonly unit: MetricUnit;
  readonly better: "higher" | "lower";
  /** Trials, by what came of them; `outside` are those that the metric has nothing to say about. */
  readonly trials: Readonly<Record<"scored" | "abstained" | "failed" | "outside", number>>;
  readonly questions: number;
  /** Why trials failed, and how often: while there are any, no verdict rests on this. */
  readonly failures: readonly { readonly reason: string; readonly count: number }[];
  /** Over all questions, with "I don't know" counted as no success; undefined where nothing was scored. */
  readonly overall: Estimate | undefined;
  /** Over what was answered alone. */
  readonly whenAnswered: Estimate | undefined;
  readonly figures: readonly Figure[];
};

/** One metric's score of each trial; failed ones are counted, never left out of sight. */
export async function scoreTrials(
  metric: Metric,
  trials: readonly ScoredTrial["trial"][],
): Promise<readonly ScoredTrial[]> {
  const inside = trials.filter(({ question }) => appliesTo(metric, question));
  const rows: ScoredTrial[] = [];
  for (const trial of inside) rows.push({ trial, score: await scoreOf(metric, trial) });
  return rows;
}

/** A metric that throws has failed on this trial; the others are not lost by it. */
async function scoreOf(metric: Metric, trial: ScoredTrial["trial"]): Promise<Score> {
  try {
    return await metric.score(trial);
  } catch (error) {
    return { kind: "failed", reason: `${metric.name}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

export function summarizeMetric(
  metric: Metric,
  rows: readonly ScoredTrial[],
  { outside = 0, level }: { readonly outside?: number; readonly level?: number } = {},
): MetricSummary {
  const count = (kind: Score["kind"]): number => rows.filter(({ score }) => score.kind === kind).length;
  const options = level === undefined ? {} : { level };
  return {
    metric: metric.name,
    unit: metric.unit,
    better: metric.better,
    trials: { scored: count("scored"), abstained: count("abstained"), failed: count("failed"), outside },
    questions: new Set(rows.map(({ trial }) => trial.question.id)).size,
    failures: failuresOf(rows),
    overall: estimateOf(metric, questionMeans(rows, { abstained: 0 }), options),
    whenAnswered: estimateOf(metric, questionMeans(rows), options),
    figures: metric.summarize?.(rows) ?? [],
  };
}

export type QuestionMean = { readonly id: string; readonly cluster: string; readonly value: number };

/** One value per question, the mean of its repeats; questions without any are left out, and an abstention where no value is given for it. */
export function questionMeans(
  rows: readonly ScoredTrial[],
  { abstained }: { readonly abstained?: number } = {},
): readonly QuestionMean[] {
  const questions = new Map<string, { cluster: string; values: number[] }>();
  for (const { trial, score } of rows) {
    const value = score.kind === "scored" ? score.value : score.kind === "abstained" ? abstained : undefined;
    if (value === undefined) continue;
    const { id, cluster } = trial.question;
    const known = questions.get(id);
    if (known === undefined) questions.set(id, { cluster, values: [value] });
    else known.values.push(value);
  }
  return [...questions].map(([id, { cluster, values }]) => ({
    id,
    cluster,
    value: values.reduce((sum, value) => sum + value, 0) / values.length,
  }));
}

function estimateOf(
  { unit }: Metric,
  means: readonly QuestionMean[],
  options: { readonly level?: number },
): Estimate | undefined {
  if (means.length === 0) return undefined;
  const values = means.map(({ value }) => value);
  const named = { ...options, clusters: means.map(({ cluster }) => cluster) };
  if (unit === "share") return estimateShare(values, named);
  const estimate = clusteredMean(values, named);
  if (estimate === undefined) return undefined;
  const { value, low, high, level } = estimate;
  return { value, level, low: Math.max(0, low), high };
}

function failuresOf(rows: readonly ScoredTrial[]): MetricSummary["failures"] {
  const counts = new Map<string, number>();
  for (const { score } of rows) {
    if (score.kind === "failed") counts.set(score.reason, (counts.get(score.reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => ({ reason, count })).toSorted((one, other) => other.count - one.count);
}
