import { assert, constantFrom, property, record } from "fast-check";
import { expect, test } from "vitest";

import { advise, type AdviceAnswers, ADVICE_QUESTIONS, isAsked } from "./advise.ts";

const first = (answers: AdviceAnswers) => advise(answers).first;

test("the prompt comes first, whatever else is missing, and nothing known means the prompt", () => {
  expect(first({})).toBe("prompt");
  expect(first({ prompt: "no", facts: "yes", form: "yes", examples: "many" })).toBe("prompt");
});

test("facts call for the book, form for school, both for both", () => {
  expect(first({ prompt: "yes", facts: "yes", form: "no" })).toBe("book");
  expect(first({ prompt: "yes", facts: "no", form: "yes" })).toBe("school");
  expect(first({ prompt: "yes", facts: "yes", form: "yes" })).toBe("both");
  expect(first({ prompt: "yes", facts: "no", form: "no" })).toBe("prompt");
});

test("a small library goes into the prompt as a whole, unless access or sources need a search", () => {
  const small = { prompt: "yes", facts: "yes", form: "no", size: "small" };
  expect(first(small)).toBe("whole-library");
  expect(first({ ...small, access: "yes" })).toBe("book");
  expect(first({ ...small, sources: "yes" })).toBe("book");
});

test("the mistakes of each camp are named", () => {
  expect(advise({ prompt: "no", form: "yes" }).warnings.join()).toContain("Do not begin with fine-tuning");
  expect(advise({ facts: "yes" }).warnings.join()).toContain("Do not train facts in");
  expect(advise({ facts: "no", form: "yes" }).warnings.join()).toContain("Do not expect a search to mend form");
  expect(advise({ form: "yes", examples: "none" }).warnings.join()).toContain("collect 100 to 500 first");
  expect(advise({ questions: "none" }).warnings.join()).toContain("fewer than 30 questions");
});

test("questions whose answer would change nothing are not asked", () => {
  const asked = (answers: AdviceAnswers) =>
    ADVICE_QUESTIONS.map(({ kind }) => kind).filter((kind) => isAsked(kind, answers));
  expect(asked({ facts: "no", form: "no" })).toEqual(["prompt", "facts", "form", "questions"]);
  expect(asked({})).toHaveLength(ADVICE_QUESTIONS.length);
});

test("whatever is answered, it ends with what to measure first, and says why", () => {
  const anything = record(
    Object.fromEntries(
      ADVICE_QUESTIONS.map(({ kind, choices }) => [kind, constantFrom(...choices.map(({ id }) => id))]),
    ),
    { requiredKeys: [] },
  );
  assert(
    property(anything, (answers) => {
      const { measure, because } = advise(answers);
      expect(measure.length).toBeGreaterThanOrEqual(3);
      expect(measure.at(-1)).toContain("before you look at any result");
      expect(because.length).toBeGreaterThan(0);
    }),
    { seed: 1 },
  );
});
