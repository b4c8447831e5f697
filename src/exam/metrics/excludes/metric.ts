// Must not contain: none of the unwanted words stand in the answer, in any letter case.
import type { MetricMaker } from "../metric-maker.ts";
import { holdsText } from "../plain-words.ts";
import { metricOf, passed } from "../score-answer.ts";

export const excludes: MetricMaker = () =>
  metricOf({
    name: "excludes",
    needs: ["excludes"],
    unit: "share",
    better: "higher",
    scoreAnswered: ({ answer, expected }) => {
      const found = (expected.excludes ?? []).filter((unwanted) => holdsText(answer.text, unwanted));
      return passed(found.length === 0, `holds: ${found.join("; ")}`);
    },
  });
