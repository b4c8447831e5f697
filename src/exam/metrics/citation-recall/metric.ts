// Citation recall: the share of the expected quotes, or else sources, that the answer cites.
import { citedEvidence } from "../expected-evidence.ts";
import type { MetricMaker } from "../metric-maker.ts";
import { metricOf, scored } from "../score-answer.ts";

export const citationRecall: MetricMaker = () =>
  metricOf({
    name: "citation-recall",
    needs: ["sources", "quotes"],
    unit: "share",
    better: "higher",
    scoreAnswered: ({ answer: { citations }, expected }) => {
      const found = citedEvidence(citations, expected);
      const detail = citations.length === 0 ? "cites nothing" : undefined;
      return scored(found.filter(Boolean).length / found.length, detail);
    },
  });
