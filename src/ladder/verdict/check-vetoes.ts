// Vetoes: what a rung must not break whatever its score, such as refusing what has no answer.
import { questionMeans } from "../../exam/metrics/summarize-metric.ts";
import { estimateShare } from "../../exam/statistics/estimate-share.ts";
import type { Estimate } from "../../exam/statistics/interval.ts";
import type { ScoredTrial } from "../../spec/exam.ts";
import type { Veto, VetoMeasure } from "../registration/registration.ts";

/** A measurement of one arm: a share, or for forgetting the rise of the loss on neutral text. */
export type Measured = { readonly arm: string; readonly measure: VetoMeasure; readonly estimate: Estimate };

export type VetoFinding = {
  readonly measure: VetoMeasure;
  readonly limit: number;
  readonly estimate: Estimate;
  /**
   * `broken`: the measured value is beyond the limit. `held`: the whole interval is within it. `open`: the value is within and
   * the interval reaches beyond, which is said and vetoes nothing: few teams have the questions that would prove it.
   */
  readonly kind: "held" | "open" | "broken";
};

export function checkVeto({ measure, limit }: Veto, { estimate }: Measured): VetoFinding {
  const isFloor = measure === "refusal-recall";
  const isBeyond = (value: number): boolean => (isFloor ? value < limit : value > limit);
  const worst = isFloor ? estimate.low : estimate.high;
  const kind = isBeyond(estimate.value) ? "broken" : isBeyond(worst) ? "open" : "held";
  return { measure, limit, estimate, kind };
}

/** Of unanswerable questions alone: the share that the arm refused. Undefined where there are none. */
export function refusalRecall(arm: string, rows: readonly ScoredTrial[]): Measured | undefined {
  return shareOf({ arm, measure: "refusal-recall" }, unanswerable(rows));
}

/** Of rows scored by the metric `fabrication`. */
export function fabricationRate(arm: string, rows: readonly ScoredTrial[]): Measured | undefined {
  return shareOf({ arm, measure: "fabrication" }, unanswerable(rows));
}

function unanswerable(rows: readonly ScoredTrial[]): readonly ScoredTrial[] {
  return rows.filter(({ trial }) => trial.question.expected.unanswerable === true);
}

function shareOf(named: Omit<Measured, "estimate">, rows: readonly ScoredTrial[]): Measured | undefined {
  const means = questionMeans(rows);
  if (means.length === 0 || rows.some(({ score }) => score.kind === "failed")) return undefined;
  const clusters = means.map(({ cluster }) => cluster);
  return {
    ...named,
    estimate: estimateShare(
      means.map(({ value }) => value),
      { clusters },
    ),
  };
}
