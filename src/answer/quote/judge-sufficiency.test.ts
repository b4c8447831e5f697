import { expect, test } from "vitest";

import { askedWords, type Analyze } from "./asked-words.ts";
import { MAX_MISSING, missingShare } from "./judge-sufficiency.ts";

const STOPS = new Set(["the", "is", "of", "does", "how", "what", "which", "not", "do", "why"]);
const count = (text: string): Map<string, number> =>
  new Map((text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => [word, 1]));
const analyze: Analyze = {
  passage: count,
  question: (text) => new Map([...count(text)].filter(([word]) => !STOPS.has(word))),
};
const rarity = new Map([
  ["router", 0.4],
  ["usually", 0.2],
  ["x900", 1],
  ["country", 0.5],
  ["gasoline", 0.8],
]);

function missing(question: string, shown: string, passage = shown): number {
  const support = { shown, terms: count(shown), nearby: count(passage) };
  return missingShare(question, askedWords(question, analyze, rarity), support);
}

test("nothing is missing when every word is there", () => {
  expect(missing("What is the router?", "A router routes.")).toBe(0);
});

test("a missing common word can be borne, a missing name cannot", () => {
  expect(missing("router usually", "The router.")).toBeLessThan(MAX_MISSING);
  expect(missing("router X900", "The router.")).toBeGreaterThan(MAX_MISSING);
});

test("a word elsewhere in the passage is missing by less", () => {
  const far = missing("router gasoline", "The gasoline.", "The gasoline.");
  expect(missing("router gasoline", "The gasoline.", "The gasoline. The router.")).toBeCloseTo(far * 0.7);
});

test("the word that the answer replaces is not asked for", () => {
  expect(missing("Which country rationed gasoline?", "Sweden rationed gasoline.")).toBe(0);
  expect(askedWords("How long is the router?", analyze, rarity).map(({ text }) => text)).toEqual(["router"]);
});

test("a question with a not wants a quote with one", () => {
  expect(missing("Why does the router not work?", "The router does not work.")).toBe(0);
  expect(missing("Why does the router not work?", "The router does work.")).toBeGreaterThan(0.2);
});

test("a question that asks for nothing is answered by nothing", () => {
  expect(missing("What is it not?", "")).toBe(1);
  expect(missing("?", "Anything.")).toBe(1);
});
