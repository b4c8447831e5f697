// A judge as a metric: the share of a question's criteria that it accepts; secondary until people's labels say otherwise.
import type { Metric } from "../../spec/exam.ts";
import { failed, metricOf, scored } from "../metrics/score-answer.ts";
import { judgeAnswer, type JudgeOptions } from "./judge-answer.ts";

/** Needs a model, and so is not in the registry of metrics that read nothing but a trial. */
export function createJudgeMetric(options: JudgeOptions & { readonly acceptFrom?: number }): Metric {
  return metricOf({
    name: "judge",
    needs: ["criteria"],
    unit: "share",
    better: "higher",
    scoreAnswered: async ({ answer, expected, trial: { question } }) => {
      const criteria = expected.criteria ?? [];
      const [reference] = expected.answers ?? [];
      let accepted = 0;
      const details: string[] = [];
      for (const criterion of criteria) {
        const task = { kind: "score", question: question.question, criterion, answer: answer.text } as const;
        const found = await judgeAnswer(reference === undefined ? task : { ...task, reference }, options);
        if (found.kind === "failed") return failed(`judge: ${found.reason}`);
        if (found.isAccepted) accepted += 1;
        details.push(`${criterion}: ${found.score.toFixed(2)}, flip rate ${found.flipRate.toFixed(2)}`);
      }
      return scored(accepted / criteria.length, details.join("; "));
    },
  });
}
