// The exam whose overhead is measured: calls that are answered at once, so that all time is the runner's.
import type { AskArm } from "../../src/exam/run/ask-arm.ts";
import type { RunOptions } from "../../src/exam/run/run-exam.ts";
import { buildAnswer, buildArm, buildNumberQuestion } from "../../src/testing/index.ts";

export const PRINCIPALS = ["public"];

export const askAtOnce: AskArm = async (question) => ({
  answer: buildAnswer(`number ${question.id}`, { timingsMs: { model: 1 } }),
  retrieved: ["docs:a.md", "docs:b.md"],
  costUsd: 0.0001,
});

export function examOf(
  questions: number,
  arms: number,
): Pick<RunOptions, "questions" | "arms" | "repeats" | "principals"> {
  return {
    questions: Array.from({ length: questions }, (_, index) => buildNumberQuestion(`q${index}`)),
    arms: Array.from({ length: arms }, (_, index) => buildArm(`A${index}`)),
    repeats: 1,
    principals: PRINCIPALS,
  };
}
