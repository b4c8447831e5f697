// What an exam run measured of its arms, as a plan of costs takes it: tokens of calls, right answers, the model that was asked.
import { HEADLINE } from "../../exam/metrics/registry.ts";
import { type QuestionMean, questionMeans } from "../../exam/metrics/summarize-metric.ts";
import type { ScoredArm } from "../../exam/report/score-arms.ts";
import { estimateShare } from "../../exam/statistics/estimate-share.ts";
import type { Estimate } from "../../exam/statistics/interval.ts";
import type { Trial } from "../../spec/exam.ts";
import type { ArmRows, AskedModel, BilledArm, BilledPlan, CallTokens, CostPlan } from "./cost-plan.ts";

/** Trials that failed have no tokens that anybody knows of, and are left out. */
export function measuredCalls(trials: Iterable<Trial>): ReadonlyMap<string, readonly CallTokens[]> {
  const calls = new Map<string, CallTokens[]>();
  for (const { arm, outcome } of trials) {
    if (outcome.kind === "failed") continue;
    const { inputTokens, outputTokens } = outcome.answer.usage;
    const own = calls.get(arm) ?? [];
    own.push({ input: inputTokens.total, cachedInput: inputTokens.cached, output: outputTokens.total });
    calls.set(arm, own);
  }
  return calls;
}

export type MeasuredArm = Pick<BilledArm, "name" | "label" | "right" | "quality"> & {
  readonly calls: readonly CallTokens[];
  readonly asked: AskedModel;
  readonly rows: ArmRows;
};

/** Questions that were asked several times count once, with the mean of what came of them. */
export function measuredArms(scored: readonly ScoredArm[]): readonly MeasuredArm[] {
  return scored.map((one) => {
    const { name, arm, trials, scores } = one;
    const means = questionMeans(scores.get(HEADLINE) ?? [], { abstained: 0 });
    const count = Math.round(means.reduce((sum, { value }) => sum + value, 0));
    return {
      name,
      label: arm.adapter === undefined ? arm.model : `${arm.model}, ${arm.adapter.name}`,
      calls: measuredCalls(trials).get(name) ?? [],
      asked: { model: arm.model, place: placeOf(arm.model, trials) },
      rows: rowsOf(one),
      ...(means.length === 0 ? {} : { right: { count, of: means.length }, quality: qualityOf(means) }),
    };
  });
}

function qualityOf(means: readonly QuestionMean[]): Estimate {
  return estimateShare(
    means.map(({ value }) => value),
    { clusters: means.map(({ cluster }) => cluster) },
  );
}

function rowsOf({ name, trials, missing, scores }: ScoredArm): ArmRows {
  const unscored = (scores.get(HEADLINE) ?? []).filter(
    ({ trial, score }) => score.kind === "failed" && trial.outcome.kind === "answered",
  );
  const failed = trials.filter(({ outcome }) => outcome.kind === "failed");
  return { name, asked: trials.length, failed: failed.length, unscored: unscored.length, missing };
}

/** Whether rows are left out, which would move the difference to another arm. */
function isPartial({ failed, unscored, missing }: ArmRows): boolean {
  return failed + unscored + missing > 0;
}

/** A run takes what costs nothing at all to run on its own machine, and leaves open what nobody has named a price of. */
function placeOf(model: string, trials: readonly Trial[]): AskedModel["place"] {
  if (model === "quoting") return "none";
  const answered = trials.filter(({ outcome }) => outcome.kind === "answered");
  return answered.length > 0 && answered.every(({ costUsd }) => costUsd === 0) ? "here" : "elsewhere";
}

/** Arms of the plan take what they do not say themselves; whose machine is paid by the hour is billed by the hour alone. */
export function withMeasuredArms(plan: CostPlan, measured: readonly MeasuredArm[]): BilledPlan {
  const taken = new Set(plan.arms.filter(({ calls }) => calls === undefined).map(({ name }) => name));
  return {
    ...plan,
    rows: measured.map(({ rows }) => rows).filter(({ name }) => taken.has(name)),
    arms: plan.arms.map((arm): BilledArm => {
      const found = measured.find(({ name }) => name === arm.name);
      if (found === undefined || arm.calls !== undefined) return arm;
      const right = arm.right ?? found.right;
      const quality = arm.right === undefined ? found.quality : undefined;
      const isBilled = arm.model === undefined && arm.hosting === undefined;
      return {
        ...arm,
        calls: found.calls,
        ...(right === undefined ? {} : { right }),
        ...(quality === undefined ? {} : { quality }),
        ...(arm.right === undefined && isPartial(found.rows) ? { isPartial: true } : {}),
        ...(isBilled ? { asked: found.asked } : {}),
      };
    }),
  };
}

/** A plan of nothing but what the run says: no training, no hosting. Arms without a single answer are left out, and their rows told. */
export function planOfRun(measured: readonly MeasuredArm[]): BilledPlan {
  const arms = measured.filter(({ calls }) => calls.length > 0);
  return {
    prices: {},
    rows: measured.map(({ rows }) => rows),
    arms: arms.map(({ rows, ...arm }) => ({
      ...arm,
      otherUsdPerQuestion: 0,
      otherUsdPerMonth: 0,
      ...(isPartial(rows) ? { isPartial: true } : {}),
    })),
  };
}
