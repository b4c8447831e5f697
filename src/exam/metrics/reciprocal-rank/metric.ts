// Reciprocal rank by source: 1 over the place of the first expected source, 0 where none was retrieved; its mean is MRR.
import type { MetricMaker } from "../metric-maker.ts";
import { metricOf, scored } from "../score-answer.ts";
import { sourceRanking } from "../source-ranking.ts";

export const reciprocalRank: MetricMaker = () =>
  metricOf({
    name: "reciprocal-rank",
    needs: ["sources"],
    unit: "share",
    better: "higher",
    scoresAbstention: true,
    scoreAnswered: (answered) => {
      const [first] = sourceRanking(answered).places;
      return scored(first === undefined ? 0 : 1 / first);
    },
  });
