import { expect, test } from "vitest";

import { forgettingOf } from "./forgetting-of.ts";

const VOCABULARY = 4096;
const GUESSING = Math.log(VOCABULARY);

test("what a model knew and knows less well is forgotten", () => {
  const { forgetting, forgettingAtMost } = forgettingOf({ before: 2, after: 2.6 }, VOCABULARY);
  expect(forgetting).toBeCloseTo(0.6);
  expect(forgettingAtMost).toBeCloseTo(0.6);
});

test("of what it only guessed nothing can be forgotten, and the whole rise is told beside it", () => {
  const { forgetting, forgettingAtMost } = forgettingOf({ before: GUESSING + 1, after: GUESSING + 2 }, VOCABULARY);
  expect(forgetting).toBe(0);
  expect(forgettingAtMost).toBeCloseTo(1);
});

test("what it knew and now guesses wrongly is forgotten as far as guessing", () => {
  const { forgetting, forgettingAtMost } = forgettingOf({ before: 3, after: GUESSING + 2 }, VOCABULARY);
  expect(forgetting).toBeCloseTo(GUESSING - 3);
  expect(forgettingAtMost).toBeCloseTo(GUESSING - 1);
});

test("what became better is no loss", () => {
  expect(forgettingOf({ before: 3, after: 2.5 }, VOCABULARY)).toEqual({ forgetting: -0.5, forgettingAtMost: -0.5 });
});
