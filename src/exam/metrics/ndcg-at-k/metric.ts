// nDCG@k by source: how far up the expected sources stand, against the best possible order.
import type { MetricMaker } from "../metric-maker.ts";
import { metricOf, scored } from "../score-answer.ts";
import { sourceRanking } from "../source-ranking.ts";

export const ndcgAtK: MetricMaker = ({ cutoff }) =>
  metricOf({
    name: `ndcg@${cutoff}`,
    needs: ["sources"],
    unit: "share",
    better: "higher",
    scoresAbstention: true,
    scoreAnswered: (answered) => {
      const { places, expected } = sourceRanking(answered);
      const best = Array.from({ length: Math.min(cutoff, expected) }, (_, index) => index + 1);
      const gained = gainOf(places.filter((place) => place <= cutoff));
      return scored(Math.min(1, gained / gainOf(best)));
    },
  });

function gainOf(places: readonly number[]): number {
  return places.reduce((sum, place) => sum + 1 / Math.log2(place + 1), 0);
}
