import { expect, test } from "vitest";

import { askedWords } from "./asked-words.ts";
import { explainAbsence } from "./explain-absence.ts";

const analyze = {
  passage: (text: string) => new Map([[text, 1]]),
  question: (text: string) => new Map((text.match(/\w+/gu) ?? []).map((word) => [word, 1])),
};

test("a long question is not said back whole", () => {
  const words = askedWords(`${"z".repeat(5000)} ${"w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 ".repeat(3)}`, analyze, new Map());
  const many = words.flatMap((word) => Array.from({ length: 3 }, () => word));
  const text = explainAbsence(many, 5);
  expect(text.length).toBeLessThan(700);
  expect(text).toContain(`Looked for: ${"z".repeat(60)}…, `);
  expect(text).toContain(" and 13 more");
});

test("invisible characters do not cut a word in two", () => {
  expect(askedWords("ze\u200bbra co\u00adlour", analyze, undefined).map(({ text }) => text)).toEqual([
    "zebra",
    "colour",
  ]);
});

test("a word that the only passage lacks is said in plain English", () => {
  const words = askedWords("founded", analyze, new Map());
  expect(explainAbsence(words, 1)).toBe(
    'Not in the documents. Looked for: founded. "founded" does not appear in the only passage that you may read.',
  );
  expect(explainAbsence([...words, ...words], 1)).toContain("do not appear in the only passage");
});

test("words that all occur are said to occur, where that is known", () => {
  const rarity = new Map([
    ["employees", 0.4],
    ["paris", 0.9],
    ["Paris", 0.9],
  ]);
  expect(explainAbsence(askedWords("employees Paris", analyze, rarity), 5)).toBe(
    'Not in the documents. Looked for: employees, Paris. "employees", "Paris" occur, but no passage that was read brings them together in a way that answers.',
  );
  expect(explainAbsence(askedWords("employees Paris", analyze, undefined), 5)).toBe(
    "Not in the documents. Looked for: employees, Paris.",
  );
});
