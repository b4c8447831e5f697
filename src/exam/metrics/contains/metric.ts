// Must contain: all of the wanted words stand in the answer, in any letter case.
import type { MetricMaker } from "../metric-maker.ts";
import { holdsText } from "../plain-words.ts";
import { metricOf, passed } from "../score-answer.ts";

export const contains: MetricMaker = () =>
  metricOf({
    name: "contains",
    needs: ["contains"],
    unit: "share",
    better: "higher",
    scoreAnswered: ({ answer, expected }) => {
      const missing = (expected.contains ?? []).filter((wanted) => !holdsText(answer.text, wanted));
      return passed(missing.length === 0, `missing: ${missing.join("; ")}`);
    },
  });
