// Arms beside a baseline: the paired difference of each with its interval, its exact p-value corrected for their number, and what it would take to know more.
import type { Metric, MetricUnit, ScoredTrial } from "../../spec/exam.ts";
import { type ArmComparison, type Blocked, compareArms, pairArms } from "../metrics/compare-arms.ts";
import { summarizeMetric } from "../metrics/summarize-metric.ts";
import { differencesOf } from "../statistics/bootstrap.ts";
import { clustersOf } from "../statistics/clusters.ts";
import { type Comparison, verdictOf } from "../statistics/compare-paired.ts";
import { smallestDetectableDifference } from "../statistics/detectable-difference.ts";
import { holm } from "../statistics/holm.ts";
import type { Estimate } from "../statistics/interval.ts";
import { type DifferenceMethod, pairedCounts, type PairedScores } from "../statistics/paired-difference.ts";
import { type MoreQuestions, questionsToSettle } from "../statistics/questions-to-settle.ts";
import type { ScoredArm } from "./score-arms.ts";

export type ArmVerdict = "better" | "worse" | "not-shown";

/** What the exact test counts: single questions, or clusters of questions that belong together. */
export type TestedUnits = {
  readonly kind: "questions" | "clusters";
  readonly all: number;
  /** Those on which the two arms do not come out the same. */
  readonly differing: number;
  /** With fewer that differ nothing can be shown, whatever they say. */
  readonly least: number;
};

export type AgainstBaseline =
  | {
      readonly kind: "compared";
      readonly verdict: ArmVerdict;
      readonly questions: number;
      /** This arm minus the baseline, in the metric's own direction. */
      readonly difference: Estimate & { readonly method: DifferenceMethod };
      /** Questions that only one of the two got right; undefined where answers are not just right or wrong. */
      readonly discordant: { readonly onlyThis: number; readonly onlyBaseline: number } | undefined;
      /** Exact: McNemar's, or sign flips of whole clusters. */
      readonly pValue: number;
      /** Corrected after Holm for the number of arms. */
      readonly adjustedPValue: number;
      readonly units: TestedUnits;
      /** The smallest difference that so many questions show four times in five; undefined: none, or it cannot be told. */
      readonly smallestDifference: number | undefined;
      /** How many more would show the difference that was found; undefined where it is shown, or there is none. */
      readonly moreQuestions: MoreQuestions | undefined;
    }
  | (Blocked & { readonly missing: number });

export type ComparedArm = {
  readonly name: string;
  readonly estimate: Estimate | undefined;
  readonly questions: number;
  /** Undefined for the baseline itself. */
  readonly against: AgainstBaseline | undefined;
};

export type ArmsComparison = {
  readonly metric: string;
  readonly unit: MetricUnit;
  readonly better: "higher" | "lower";
  readonly baseline: string;
  readonly alpha: number;
  readonly arms: readonly ComparedArm[];
};

export type CompareRunOptions = {
  readonly metric: Metric;
  readonly baseline: ScoredArm;
  readonly others: readonly ScoredArm[];
  /** Anew for each comparison, so that one more arm does not move the numbers of the others. */
  readonly random: () => () => number;
  readonly alpha?: number;
};

export function compareRun({ metric, baseline, others, random, alpha = 0.05 }: CompareRunOptions): ArmsComparison {
  const second = rowsOf(baseline, metric);
  const found = others.map((arm) =>
    compareArms(metric, { first: rowsOf(arm, metric), second }, { random: random(), alpha }),
  );
  const adjusted = adjust(found);
  const compared = others.map((arm, index): ComparedArm => {
    const one = found[index];
    const missing = arm.missing + baseline.missing;
    if (one === undefined) return describe(arm, metric, undefined);
    if (one.kind === "blocked") return describe(arm, metric, { ...one, missing });
    if (missing > 0) return describe(arm, metric, { kind: "blocked", failed: [], unpaired: [], missing });
    const pairing = pairArms(metric, rowsOf(arm, metric), second);
    if (pairing.kind === "blocked") return describe(arm, metric, { ...pairing, missing });
    const p = adjusted[index] ?? 1;
    return describe(arm, metric, against(one.comparison, { scores: pairing.scores, metric, adjusted: p, alpha }));
  });
  return {
    metric: metric.name,
    unit: metric.unit,
    better: metric.better,
    baseline: baseline.name,
    alpha,
    arms: [describe(baseline, metric, undefined), ...compared],
  };
}

function rowsOf({ scores }: ScoredArm, { name }: Metric): readonly ScoredTrial[] {
  return scores.get(name) ?? [];
}

function adjust(found: readonly ArmComparison[]): readonly (number | undefined)[] {
  const values = found.flatMap((one) => (one.kind === "compared" ? [one.comparison.pValue] : []));
  const adjusted = [...holm(values)];
  return found.map((one) => (one.kind === "compared" ? adjusted.shift() : undefined));
}

function describe(arm: ScoredArm, metric: Metric, versus: AgainstBaseline | undefined): ComparedArm {
  const { overall, questions } = summarizeMetric(metric, rowsOf(arm, metric));
  return { name: arm.name, estimate: overall, questions, against: versus };
}

type Weighing = {
  readonly scores: PairedScores;
  readonly metric: Metric;
  readonly adjusted: number;
  readonly alpha: number;
};

const VERDICTS = { "first-better": "better", "second-better": "worse", "not-shown": "not-shown" } as const;

function against(comparison: Comparison, { scores, metric, adjusted, alpha }: Weighing): AgainstBaseline {
  const { difference, pValue, questions } = comparison;
  const verdict = VERDICTS[verdictOf({ difference, pValue: adjusted }, alpha)];
  const counts = pairedCounts(scores);
  const { value, low, high, level, method } = difference;
  const isTurned = metric.better === "lower";
  const isOpen = verdict === "not-shown" && value !== 0;
  const units = unitsOf(scores, comparison, alpha);
  return {
    kind: "compared",
    verdict,
    questions,
    difference: isTurned
      ? { value: -value, low: -high, high: -low, level, method }
      : { value, low, high, level, method },
    discordant: counts === undefined ? undefined : { onlyThis: counts.onlyFirst, onlyBaseline: counts.onlySecond },
    pValue,
    adjustedPValue: adjusted,
    units,
    smallestDifference: units.all < units.least ? undefined : smallest(comparison, counts),
    moreQuestions: isOpen ? questionsToSettle(scores, { distance: Math.abs(value) }) : undefined,
  };
}

/** The difference of each unit could as well be the other way round: so many coins have to fall on one side. */
function unitsOf(scores: PairedScores, { difference, questions }: Comparison, alpha: number): TestedUnits {
  const isSingle = difference.clusters === questions;
  const sums = clustersOf(differencesOf(scores), scores.clusters);
  return {
    kind: isSingle ? "questions" : "clusters",
    all: sums.length,
    differing: sums.filter(({ sum }) => Math.abs(sum) > ROUNDING).length,
    least: Math.ceil(1 - Math.log2(alpha)),
  };
}

const ROUNDING = 1e-9;

/** Of a normal statistic: two-sided at 5 %, shown four times in five. */
const POWER_REACH = 1.96 + 0.8416;

function smallest({ difference, questions }: Comparison, counts: ReturnType<typeof pairedCounts>): number | undefined {
  const isSingle = difference.clusters === questions;
  if (counts !== undefined && isSingle) {
    const disagreement = (counts.onlyFirst + counts.onlySecond + 1) / (questions + 2);
    return smallestDetectableDifference(questions, { disagreement });
  }
  const standardError = (difference.high - difference.low) / (2 * 1.96);
  // why: clusters that all say the same show no spread, which is no sign that the smallest difference would be seen.
  const isKnown = Number.isFinite(standardError) && standardError > 0 && difference.clusters > 1;
  return isKnown ? POWER_REACH * standardError : undefined;
}
