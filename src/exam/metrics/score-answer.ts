// The rules that all metrics share: failures stay failures, "I don't know" is no wrong answer, and nothing is ever NaN.
import type { Answer } from "../../spec/answer.ts";
import type { Expected, Metric, Need, Question, Score, Trial } from "../../spec/exam.ts";

export type Answered = {
  readonly answer: Answer;
  readonly retrieved: readonly string[];
  readonly expected: Expected;
  readonly trial: Trial;
};

type Parts = Omit<Metric, "score"> & {
  /** Whether "I don't know" is scored as well, as by metrics of what was retrieved or spent. */
  readonly scoresAbstention?: boolean;
  readonly scoreAnswered: (answered: Answered) => Score | Promise<Score>;
};

/** A metric that only ever sees answers to questions which expect what it needs. */
export function metricOf({ scoresAbstention = false, scoreAnswered, ...described }: Parts): Metric {
  return {
    ...described,
    score: (trial) => {
      const { question, outcome } = trial;
      if (outcome.kind === "failed") return failed(outcome.reason);
      if (!appliesTo(described, question)) return failed(`the question expects nothing that ${described.name} scores`);
      if (!scoresAbstention && !outcome.answer.answered) return { kind: "abstained" };
      return scoreAnswered({ ...outcome, expected: question.expected, trial });
    },
  };
}

/** Whether a metric has anything to say about a question. */
export function appliesTo(metric: Pick<Metric, "needs" | "appliesTo">, question: Question): boolean {
  const isMet = metric.needs.length === 0 || metric.needs.some((need) => isExpected(question.expected, need));
  return isMet && metric.appliesTo?.(question) !== false;
}

function isExpected(expected: Expected, need: Need): boolean {
  const value = expected[need];
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== false;
}

export function failed(reason: string): Score {
  return { kind: "failed", reason };
}

/** A number is only a score when it is one; anything else is a failure that says so. */
export function scored(value: number, detail?: string): Score {
  if (!Number.isFinite(value)) return failed(`the score came out as ${value}`);
  return detail === undefined || detail === "" ? { kind: "scored", value } : { kind: "scored", value, detail };
}

/** 1 or 0. */
export function passed(isRight: boolean, detail?: string): Score {
  return scored(isRight ? 1 : 0, isRight ? undefined : detail);
}
