// Scores each trial of a run by each metric that has something to say about it.
import type { Score, Trial } from "../../spec/exam.ts";
import { scoreTrial, type TrialMetric } from "../run/score-run.ts";
import type { ScoredRow } from "./scored-run.ts";

export async function scoreRows(
  trials: Iterable<Trial>,
  metrics: readonly TrialMetric[],
): Promise<readonly ScoredRow[]> {
  const rows: ScoredRow[] = [];
  for (const trial of trials) rows.push({ trial, scores: await scoresOf(trial, metrics) });
  return rows;
}

async function scoresOf(trial: Trial, metrics: readonly TrialMetric[]): Promise<ReadonlyMap<string, Score>> {
  const scores = new Map<string, Score>();
  for (const metric of metrics) {
    const score = await scoreTrial(metric, trial);
    if (score !== undefined) scores.set(metric.name, score);
  }
  return scores;
}
