// Makes questions, arms and answers from a few words, for tests that care about exams and not about models.
import type { Answer } from "../spec/answer.ts";
import type { Arm, Question } from "../spec/exam.ts";

/** Asked by `public`, expecting its own number as answer, unless said otherwise. */
export function buildNumberQuestion(id: string, given: Partial<Omit<Question, "id">> = {}): Question {
  return {
    id,
    question: `What is the number of ${id}?`,
    principals: ["public"],
    expected: { answers: [`number ${id}`] },
    axis: "knowledge",
    cluster: id,
    tags: [],
    ...given,
  };
}

export function buildArm(name: string, given: Partial<Omit<Arm, "name">> = {}): Arm {
  return {
    name,
    context: { kind: "none" },
    model: `fake:${name}`,
    template: { name: "plain", hash: "0".repeat(32) },
    ...given,
  };
}

export function buildAnswer(text: string, given: Partial<Omit<Answer, "text">> = {}): Answer {
  return {
    text,
    answered: true,
    citations: [],
    model: "fake",
    usage: { inputTokens: { total: 10, cached: 0 }, outputTokens: { total: 2, reasoning: 0 } },
    timingsMs: {},
    ...given,
  };
}
