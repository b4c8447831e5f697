// Abstention: "I don't know" where there is no answer and only there, with precision, recall and balanced accuracy over a set.
import type { Figure, ScoredTrial } from "../../../spec/exam.ts";
import type { MetricMaker } from "../metric-maker.ts";
import { metricOf, passed } from "../score-answer.ts";

export const abstention: MetricMaker = () =>
  metricOf({
    name: "abstention",
    needs: [],
    unit: "share",
    better: "higher",
    scoresAbstention: true,
    scoreAnswered: ({ answer, expected }) => {
      const isRight = answer.answered !== (expected.unanswerable === true);
      return passed(isRight, answer.answered ? "answered what has no answer" : "abstained from what has one");
    },
    summarize,
  });

function summarize(rows: readonly ScoredTrial[]): readonly Figure[] {
  const trials = rows.flatMap(({ trial: { question, outcome }, score }) =>
    score.kind === "failed" || outcome.kind === "failed"
      ? []
      : [{ isUnanswerable: question.expected.unanswerable === true, abstains: !outcome.answer.answered }],
  );
  const abstained = trials.filter(({ abstains }) => abstains);
  const unanswerable = trials.filter(({ isUnanswerable }) => isUnanswerable);
  const answerable = trials.filter(({ isUnanswerable }) => !isUnanswerable);
  const refused = unanswerable.filter(({ abstains }) => abstains).length;
  const falselyRefused = answerable.filter(({ abstains }) => abstains).length;
  const figures = [
    ...share("abstention-precision", refused, abstained.length),
    ...share("abstention-recall", refused, unanswerable.length),
    ...share("false-refusals", falselyRefused, answerable.length),
  ];
  if (unanswerable.length === 0 || answerable.length === 0) return figures;
  const value = (refused / unanswerable.length + 1 - falselyRefused / answerable.length) / 2;
  return [...figures, { name: "balanced-accuracy", unit: "share", value, of: trials.length }];
}

function share(name: string, count: number, of: number): readonly Figure[] {
  return of === 0 ? [] : [{ name, unit: "share", value: count / of, of }];
}
