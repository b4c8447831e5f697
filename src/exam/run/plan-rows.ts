// Every row of a run in the order in which they are asked and counted: question by question, so that arms stay in step.
import { counted } from "../../core/counted.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { Principals } from "../../spec/access.ts";
import type { Arm, Question } from "../../spec/exam.ts";
import { callKey, rowKey, stable } from "./call-key.ts";
import type { RunPlan } from "./log-lines.ts";

export type PlannedRow = {
  readonly key: string;
  readonly call: string;
  readonly question: Question;
  readonly arm: Arm;
  readonly repeat: number;
};

/** Made as they are needed: thousands of questions through many arms are never held at once. */
export function* planRows({ questions, arms, repeats }: RunPlan): Generator<PlannedRow> {
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const question of questions) {
      for (const arm of arms) {
        const call = callKey(question, arm, repeat);
        yield { key: rowKey(call, question, arm), call, question, arm, repeat };
      }
    }
  }
}

/** Two plans that read the same come to the same rows. */
export function planText({ questions, arms, repeats }: RunPlan): string {
  return stable([questions, arms, repeats]);
}

/** Throws before anything is asked or written that must not be. */
export function checkPlan({ questions, arms, repeats }: RunPlan, principals: Principals): void {
  if (questions.length === 0 || arms.length === 0 || repeats < 1) {
    throw new SchoolbookError("input_invalid", "There is nothing to ask: no questions, no arms or no repeats.", {
      hint: "Name at least one question and one arm.",
    });
  }
  refuseTwice(
    "question",
    questions.map(({ id }) => id),
  );
  refuseTwice(
    "arm",
    arms.map(({ name }) => name),
  );
  const others = questions.filter((question) => !mayShow(question, principals));
  const [first] = others;
  if (first === undefined) return;
  throw new SchoolbookError(
    "access_denied",
    `${others.length} of ${counted(questions.length, "question")} ${others.length === 1 ? "is" : "are"} asked by others than those whom the run is made for, such as "${first.id}".`,
    { hint: "Leave them out, or make the run as principals that include theirs, with --as." },
  );
}

/** Whether a run made for these principals may hold what the asker of this question is told. */
export function mayShow({ principals: askers }: Pick<Question, "principals">, principals: Principals): boolean {
  return askers.every((asker) => principals.includes(asker));
}

function refuseTwice(what: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name))
      throw new SchoolbookError("input_invalid", `There are two ${what}s called ${JSON.stringify(name)}.`, {
        hint: "Give each a name of its own.",
      });
    seen.add(name);
  }
}
