// Accuracy and macro-F1 of labels with their intervals, by the exam's own metric.
import { seededRandom } from "../../../src/core/runtime.ts";
import { label as labelMetric } from "../../../src/exam/metrics/label/metric.ts";
import { DEFAULT_METRIC_CONTEXT } from "../../../src/exam/metrics/metric-maker.ts";
import { scoreTrials, summarizeMetric } from "../../../src/exam/metrics/summarize-metric.ts";
import { comparePaired } from "../../../src/exam/statistics/compare-paired.ts";
import { quantileOf } from "../../../src/exam/statistics/quantile.ts";
import type { ScoredTrial } from "../../../src/spec/exam.ts";
import { buildTrial } from "../../../src/testing/build-trial.ts";
import type { LabelledText } from "../../ranking/data-sets.ts";

export type LabelScores = {
  /** 1 or 0 for each question. */
  readonly right: readonly number[];
  /** `84.5 % [83.2, 85.7], macro-F1 84.4 % [83.1, 85.6] on 3080` */
  readonly text: string;
};

const metric = labelMetric(DEFAULT_METRIC_CONTEXT);
const ROUNDS = 300;

export async function scoreLabels(questions: readonly LabelledText[], said: readonly string[]): Promise<LabelScores> {
  const trials = questions.map(({ label }, at) =>
    buildTrial({ id: `q${at}`, expected: { label }, text: said[at] ?? "" }),
  );
  const rows = await scoreTrials(metric, trials);
  const { overall } = summarizeMetric(metric, rows);
  if (overall === undefined) throw new Error("there is no question");
  const { low, high } = macroInterval(rows);
  const accuracy = `${percent(overall.value)} % [${percent(overall.low)}, ${percent(overall.high)}]`;
  const macro = `macro-F1 ${percent(macroF1(rows))} % [${percent(low)}, ${percent(high)}]`;
  return {
    right: rows.map(({ score }) => (score.kind === "scored" ? score.value : 0)),
    text: `${accuracy}, ${macro} on ${questions.length}`,
  };
}

/** `-12.3 points [-14.0, -10.6]`: first minus second, question by question. */
export function differenceText(first: LabelScores, second: LabelScores): string {
  const scores = { first: first.right, second: second.right };
  const { difference, kind } = comparePaired(scores, { random: seededRandom(1) });
  const { value, low, high } = difference;
  return `${percent(value)} points [${percent(low)}, ${percent(high)}]${kind === "not-shown" ? ", not shown" : ""}`;
}

/** Percentile bootstrap: whole questions are drawn. */
function macroInterval(rows: readonly ScoredTrial[]) {
  const random = seededRandom(1);
  const drawn = Float64Array.from({ length: ROUNDS }, () =>
    macroF1(rows.flatMap(() => rows[Math.floor(random() * rows.length)] ?? [])),
  ).toSorted();
  return { low: quantileOf(drawn, 0.025), high: quantileOf(drawn, 0.975) };
}

function macroF1(rows: readonly ScoredTrial[]): number {
  return metric.summarize?.(rows).find(({ name }) => name === "macro-f1")?.value ?? Number.NaN;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
