// Citation precision: the share of an answer's citations that point at what the question expects.
import { isExpectedCitation } from "../expected-evidence.ts";
import type { MetricMaker } from "../metric-maker.ts";
import { metricOf, scored } from "../score-answer.ts";

export const citationPrecision: MetricMaker = () =>
  metricOf({
    name: "citation-precision",
    needs: ["sources", "quotes"],
    unit: "share",
    better: "higher",
    scoreAnswered: ({ answer: { citations }, expected }) => {
      if (citations.length === 0) return scored(0, "cites nothing");
      return scored(citations.filter((citation) => isExpectedCitation(citation, expected)).length / citations.length);
    },
  });
