// Exact match: the answer is one of the accepted ones, as SQuAD's evaluation compares them.
import { isAccepted } from "../accepted-answer.ts";
import type { MetricMaker } from "../metric-maker.ts";
import { metricOf, passed } from "../score-answer.ts";

export const exactMatch: MetricMaker = () =>
  metricOf({
    name: "exact-match",
    needs: ["answers"],
    unit: "share",
    better: "higher",
    scoreAnswered: ({ answer, expected }) => passed(isAccepted(answer.text, expected.answers ?? [])),
  });
