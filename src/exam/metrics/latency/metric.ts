// Latency of the attempt that counts, without waits, with the median and the 95th percentile over a set.
import type { Figure, ScoredTrial } from "../../../spec/exam.ts";
import { quantileOf } from "../../statistics/quantile.ts";
import type { MetricMaker } from "../metric-maker.ts";
import { failed, metricOf, scored } from "../score-answer.ts";

export const latency: MetricMaker = () =>
  metricOf({
    name: "latency",
    needs: [],
    unit: "milliseconds",
    better: "lower",
    scoresAbstention: true,
    scoreAnswered: ({ trial: { latencyMs } }) =>
      latencyMs === undefined ? failed("no latency was recorded") : scored(latencyMs),
    summarize,
  });

function summarize(rows: readonly ScoredTrial[]): readonly Figure[] {
  const sorted = rows.flatMap(({ score }) => (score.kind === "scored" ? [score.value] : [])).toSorted((a, b) => a - b);
  if (sorted.length === 0) return [];
  return [0.5, 0.95].map((share) => ({
    name: `p${share * 100}`,
    unit: "milliseconds",
    value: quantileOf(sorted, share),
    of: sorted.length,
  }));
}
