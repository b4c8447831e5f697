// Cost of a question in dollars, of all attempts, with the sum over a set; per correct answer see cost-per-correct.ts.
import type { Figure, ScoredTrial } from "../../../spec/exam.ts";
import type { MetricMaker } from "../metric-maker.ts";
import { failed, metricOf, scored } from "../score-answer.ts";

export const cost: MetricMaker = () =>
  metricOf({
    name: "cost",
    needs: [],
    unit: "dollars",
    better: "lower",
    scoresAbstention: true,
    scoreAnswered: ({ trial: { costUsd } }) => (costUsd === undefined ? failed("no price is known") : scored(costUsd)),
    summarize,
  });

function summarize(rows: readonly ScoredTrial[]): readonly Figure[] {
  const costs = rows.flatMap(({ score }) => (score.kind === "scored" ? [score.value] : []));
  if (costs.length === 0) return [];
  return [{ name: "total-cost", unit: "dollars", value: costs.reduce((sum, each) => sum + each, 0), of: costs.length }];
}
