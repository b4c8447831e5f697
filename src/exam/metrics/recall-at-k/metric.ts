// Recall@k by source: the share of the expected sources that are among the first k documents retrieved.
import type { MetricMaker } from "../metric-maker.ts";
import { metricOf, scored } from "../score-answer.ts";
import { sourceRanking } from "../source-ranking.ts";

export const recallAtK: MetricMaker = ({ cutoff }) =>
  metricOf({
    name: `recall@${cutoff}`,
    needs: ["sources"],
    unit: "share",
    better: "higher",
    scoresAbstention: true,
    scoreAnswered: (answered) => {
      const { places, expected } = sourceRanking(answered);
      return scored(places.filter((place) => place <= cutoff).length / expected);
    },
  });
