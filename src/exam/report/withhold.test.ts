// What a stored run no longer tells where no document was shown: what was learnt, what a prompt shows, what an error quotes.
import { expect, test } from "vitest";

import { buildTrial } from "../../testing/build-trial.ts";
import { type ArmNow, withhold, WITHHELD } from "./withhold.ts";

const CLOSED = { contains: ["3.4"], sources: ["docs:raise.md"] };
const OPEN = { contains: ["118"], sources: ["docs:lamp.md"] };

function told(kind: ArmNow | undefined, parts: Parameters<typeof buildTrial>[0]) {
  const arms = new Map(kind === undefined ? [] : [["A4", kind] as const]);
  const read = (name: string) => (name === "docs:lamp.md" ? {} : undefined);
  const { outcome } = withhold(buildTrial({ arm: "A4", ...parts }), { read, arms }).trial;
  return outcome.kind === "failed" ? outcome.reason : outcome.answer.text;
}

test("what an adapter or a worked example can tell is withheld where the question rests on a closed page", () => {
  expect(told("taught", { expected: CLOSED, text: "3.4 percent" })).toBe(WITHHELD);
  expect(told("taught", { expected: OPEN, text: "118 grams" })).toBe("118 grams");
  expect(told("bare", { expected: CLOSED, text: "nine" })).toBe("nine");
});

test("an arm whose examples or adapter are closed to its reader tells nothing at all", () => {
  expect(told("closed", { expected: OPEN, text: "118 grams" })).toBe(WITHHELD);
  expect(told("closed", { expected: OPEN, failure: "the prompt was: 3.4" })).toBe(WITHHELD);
});

test("why a row failed can quote its prompt, and goes with its question; of a closed book it is told", () => {
  const failure = "the server says: 3.4 percent is no number";
  expect(told("reads", { expected: CLOSED, failure })).toBe(WITHHELD);
  expect(told(undefined, { expected: CLOSED, failure })).toBe(WITHHELD);
  expect(told("taught", { expected: CLOSED, failure })).toBe(WITHHELD);
  expect(told("reads", { expected: OPEN, failure })).toBe(failure);
  expect(told("bare", { expected: CLOSED, failure })).toBe(failure);
});
