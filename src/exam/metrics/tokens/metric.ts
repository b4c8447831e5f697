// Tokens: what a question took, in and out, whether it was answered or not.
import type { Figure, ScoredTrial } from "../../../spec/exam.ts";
import type { MetricMaker } from "../metric-maker.ts";
import { metricOf, scored } from "../score-answer.ts";

export const tokens: MetricMaker = () =>
  metricOf({
    name: "tokens",
    needs: [],
    unit: "tokens",
    better: "lower",
    scoresAbstention: true,
    scoreAnswered: ({ answer: { usage } }) =>
      scored(usage.inputTokens.total + usage.outputTokens.total, usage.estimated === true ? "estimated" : undefined),
    summarize,
  });

function summarize(rows: readonly ScoredTrial[]): readonly Figure[] {
  const usages = rows.flatMap(({ trial: { outcome }, score }) =>
    score.kind === "scored" && outcome.kind === "answered" ? [outcome.answer.usage] : [],
  );
  if (usages.length === 0) return [];
  const mean = (name: string, values: readonly number[]): Figure => ({
    name,
    unit: "tokens",
    value: values.reduce((sum, value) => sum + value, 0) / values.length,
    of: values.length,
  });
  return [
    mean(
      "input-tokens",
      usages.map(({ inputTokens }) => inputTokens.total),
    ),
    mean(
      "cached-input-tokens",
      usages.map(({ inputTokens }) => inputTokens.cached),
    ),
    mean(
      "output-tokens",
      usages.map(({ outputTokens }) => outputTokens.total),
    ),
  ];
}
