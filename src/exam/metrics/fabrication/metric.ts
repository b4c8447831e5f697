// Fabrication: an unanswerable question was answered, with anything but what is accepted there.
import { isAccepted } from "../accepted-answer.ts";
import type { MetricMaker } from "../metric-maker.ts";
import { metricOf, scored } from "../score-answer.ts";

export const fabrication: MetricMaker = () =>
  metricOf({
    name: "fabrication",
    needs: ["unanswerable"],
    unit: "share",
    better: "lower",
    scoresAbstention: true,
    scoreAnswered: ({ answer, expected }) => {
      if (!answer.answered || isAccepted(answer.text, expected.answers ?? [])) return scored(0);
      return scored(1, `answered: ${answer.text.slice(0, 120)}`);
    },
  });
