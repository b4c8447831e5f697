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
      return scoreAnswered({ ...outcome, answer: withoutMarks(outcome.answer), expected: question.expected, trial });
    },
  };
}

/** The number of a source is no number of the answer. JSON has no marks, and its lists are its own. */
function withoutMarks(answer: Answer): Answer {
  const { text, citations } = answer;
  if (citations.length === 0 || /^\s*[[{]/u.test(text)) return answer;
  const marks = new Set(citations.map(({ mark }, at) => mark ?? at + 1));
  const plain = text.replaceAll(/ ?\[(\d{1,4})\]/gu, (whole, number: string) =>
    marks.has(Number(number)) ? "" : whole,
  );
  return plain === text ? answer : { ...answer, text: plain };
}

/** Whether a metric has anything to say about a question; of one that has no answer for its asker, nothing was to be found or cited. */
export function appliesTo(metric: Pick<Metric, "needs" | "appliesTo">, question: Question): boolean {
  const isOfEvidence = metric.needs.length > 0 && metric.needs.every((need) => need === "sources" || need === "quotes");
  if (isOfEvidence && question.expected.unanswerable === true) return false;
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
