// The exam that is killed: its questions, its arms, and what the fake server answers to them.
import type { TrialMetric } from "../../src/exam/run/score-run.ts";
import type { Arm, Question } from "../../src/spec/exam.ts";
import { buildArm, buildNumberQuestion } from "../../src/testing/index.ts";

export const PRINCIPALS = ["public"];
export const RUN = "killed";
export const ARMS: readonly Arm[] = ["A0", "A2", "A3", "A5"].map((name) => buildArm(name));
/** Calls at once, and so the most that a kill can cut off. */
export const MOST_AT_ONCE = 8;

export function questionsOf(count: number): readonly Question[] {
  return Array.from({ length: count }, (_, index) => buildNumberQuestion(`q${index}`));
}

export type Call = { readonly key: string; readonly question: string; readonly arm: string };

/** Right, wrong, not known or refused, as the key has it: the same for the same call in every life. */
export function answerTo({ key, question }: Call): { readonly status: number; readonly text: string } {
  const lot = Number.parseInt(key.slice(0, 4), 16) % 100;
  if (lot < 3) return { status: 400, text: "The prompt is too long." };
  if (lot < 13) return { status: 200, text: "" };
  return { status: 200, text: lot < 50 ? "something else" : `number ${question}` };
}

export const EXACT: TrialMetric = {
  name: "exact",
  needs: ["answers"],
  score: ({ question, outcome }) => {
    if (outcome.kind === "failed") return { kind: "failed", reason: outcome.reason };
    if (!outcome.answer.answered) return { kind: "abstained" };
    return { kind: "scored", value: question.expected.answers?.includes(outcome.answer.text) === true ? 1 : 0 };
  },
};
