// What an arm reached, in the numbers that a table of the ladder shows.
import { HEADLINE } from "../../../exam/metrics/registry.ts";
import { questionMeans } from "../../../exam/metrics/summarize-metric.ts";
import type { ScoredArm } from "../../../exam/report/score-arms.ts";
import { clusteredMean } from "../../../exam/statistics/clustered-mean.ts";
import { estimateShare } from "../../../exam/statistics/estimate-share.ts";
import type { Estimate } from "../../../exam/statistics/interval.ts";
import { quantileOf } from "../../../exam/statistics/quantile.ts";
import type { LadderArm } from "../../../ladder/registration/registration.ts";
import type { Question, ScoredTrial, Trial } from "../../../spec/exam.ts";
import type { ArmResult } from "./climb-options.ts";

export function headlineRows({ scores }: Pick<ScoredArm, "scores">): readonly ScoredTrial[] {
  return scores.get(HEADLINE) ?? [];
}

/** "I don't know" is not right where something answers. */
export function questionScores(scored: Pick<ScoredArm, "scores">): ReadonlyMap<string, number> {
  return new Map(questionMeans(headlineRows(scored), { abstained: 0 }).map(({ id, value }) => [id, value]));
}

export function describeArm({ name, label, role }: LadderArm, scored: Pick<ScoredArm, "scores" | "trials">): ArmResult {
  const rows = headlineRows(scored);
  const of = (wanted: (question: Question) => boolean): readonly ScoredTrial[] =>
    rows.filter(({ trial }) => wanted(trial.question));
  const answered = scored.trials.flatMap(({ outcome }) => (outcome.kind === "answered" ? [outcome.answer] : []));
  const times = scored.trials.flatMap(({ latencyMs }) => latencyMs ?? []).toSorted((one, other) => one - other);
  return {
    arm: name,
    label,
    role,
    quality: shareOf(rows) ?? { value: 0, low: 0, high: 1, level: 0.95 },
    knowledge: shareOf(of(({ axis, expected }) => axis === "knowledge" && expected.unanswerable !== true)),
    behaviour: shareOf(of(({ axis }) => axis !== "knowledge")),
    refusedRightly: shareOf(of(({ expected }) => expected.unanswerable === true)),
    tokensIn: mean(answered.map(({ usage }) => usage.inputTokens.total)),
    tokensOut: mean(answered.map(({ usage }) => usage.outputTokens.total)),
    p50Ms: quantileOf(times, 0.5),
    p95Ms: quantileOf(times, 0.95),
    usd: usdOf(scored.trials),
  };
}

function shareOf(rows: readonly ScoredTrial[]): Estimate | undefined {
  const means = questionMeans(rows, { abstained: 0 });
  if (means.length === 0) return undefined;
  const clusters = means.map(({ cluster }) => cluster);
  return estimateShare(
    means.map(({ value }) => value),
    { clusters },
  );
}

function usdOf(trials: readonly Trial[]): Estimate | undefined {
  const costs = trials.flatMap(({ costUsd }) => costUsd ?? []);
  return costs.length < trials.length || costs.length < 2 ? undefined : clusteredMean(costs);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
