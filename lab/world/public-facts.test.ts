import { expect, test } from "vitest";

import { hashParts } from "../../src/core/hash.ts";
import { publicFacts } from "./public-facts.ts";

test("the public world is the one that nano was trained on", () => {
  const facts = publicFacts();
  expect(facts).toHaveLength(356);
  expect(
    hashParts(facts.flatMap(({ subject, attribute, value }) => [subject, attribute, value])),
  ).toMatchInlineSnapshot(`"4dd72ec11bb42d517a0e11dea829462e"`);
});

test("every public fact is asked in many ways, and its reply holds its value", () => {
  for (const { id, value, questions, heldOutQuestions, reply } of publicFacts()) {
    expect(questions.length, id).toBeGreaterThanOrEqual(10);
    expect(
      heldOutQuestions.filter((question) => questions.includes(question)),
      id,
    ).toEqual([]);
    expect(reply, id).toContain(value);
  }
});

test("public questions with different answers differ, so that each has one right answer", () => {
  const answerOf = new Map<string, string>();
  for (const { value, questions, heldOutQuestions } of publicFacts()) {
    for (const question of [...questions, ...heldOutQuestions]) {
      expect(answerOf.get(question) ?? value, question).toBe(value);
      answerOf.set(question, value);
    }
  }
});
