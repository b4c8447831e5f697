import { expect, test } from "vitest";

import type { SearchHit } from "../../spec/retriever.ts";
import { buildDocument, buildPassages, countWords } from "../../testing/index.ts";
import { findEvidence, type Evidence } from "./find-evidence.ts";
import { chanceOfAnswer, MIN_CHANCE, sufficiencySignals, type SufficiencySignals } from "./judge-sufficiency.ts";
import { readQuestion, type Question } from "./read-question.ts";
import { SUFFICIENCY_WEIGHTS } from "./trained-weights.ts";

const STOPS = new Set("a the is are do does how much i my it what which who when to of and in where why".split(" "));
const analyze = {
  passage: countWords,
  question: (text: string) => new Map([...countWords(text)].filter(([word]) => !STOPS.has(word))),
};
/** As in a library of some hundred passages: what is not named here stands nowhere. */
const rarity = new Map([
  ["lamp", 0.5],
  ["garden", 0.6],
  ["costs", 0.6],
  ["red", 0.6],
  ["first", 0.6],
]);
const score = 9;

type Asked = {
  readonly question: Question;
  readonly evidence: readonly Evidence[];
  readonly hits: readonly SearchHit[];
};

function ask(text: string, passageText: string): Asked {
  const { text: _text, landmarks: _landmarks, ...document } = buildDocument("d", passageText, { title: "" });
  const [built] = buildPassages(passageText);
  if (built === undefined) throw new Error("no passage");
  const { terms: _terms, ...kept } = built;
  const passage = { ...kept, key: 1, documentId: "d", text: passageText, document };
  const hits = [{ passage, score: 1, lexical: { rank: 1, score, normalised: 1 } }];
  const question = readQuestion(text, analyze, rarity);
  return { question, evidence: findEvidence(hits, question, analyze), hits };
}

function signals(text: string, passage: string): SufficiencySignals {
  const { question, evidence, hits } = ask(text, passage);
  const [first] = evidence;
  if (first === undefined) throw new Error("no evidence");
  return sufficiencySignals(question, first, { result: { hits, visible: 100 }, analyze });
}

function chance(text: string, passage: string): number {
  const { question, evidence, hits } = ask(text, passage);
  const judging = { result: { hits, visible: 100 }, analyze, weights: SUFFICIENCY_WEIGHTS };
  return chanceOfAnswer(question, evidence, judging);
}

test("a quote that speaks of everything and tells the right kind of thing is an answer", () => {
  expect(chance("What does the garden lamp cost?", "The garden lamp costs £45.")).toBeGreaterThan(MIN_CHANCE);
  expect(signals("What does the garden lamp cost?", "The garden lamp costs £45.")).toMatchObject({
    missingNames: 0,
    meeting: 1,
    wrongKind: 0,
  });
});

test("a quote that tells something else than what is asked for is none", () => {
  expect(signals("What does the garden lamp cost?", "The garden lamp is red.").wrongKind).toBe(1);
  expect(chance("What does the garden lamp cost?", "The garden lamp is red.")).toBeLessThan(MIN_CHANCE);
  expect(signals("Why is the lamp red?", "The lamp is red.").noReason).toBe(1);
  expect(signals("Why is the lamp red?", "The lamp is red because of the paint.").noReason).toBe(0);
});

test("a missing name weighs more than a missing ordinary word", () => {
  const named = chance("Is the garden lamp an X900?", "The garden lamp is red.");
  const ordinary = chance("Is the garden lamp shiny?", "The garden lamp is red.");
  expect(named).toBeLessThan(ordinary);
  expect(signals("Is the garden lamp an X900?", "The garden lamp is red.").missingNames).toBeGreaterThan(0);
});

test("a question with a not wants a quote with one, and a quote that says the opposite is suspect", () => {
  expect(signals("Which lamp is not red?", "The lamp is red.").unnegated).toBe(1);
  expect(signals("Which lamp is not red?", "The lamp is never red.").unnegated).toBe(0);
  expect(signals("Which was the first lamp?", "The last lamp is red.").opposite).toBe(1);
  expect(signals("Was it the first lamp?", "The last lamp is red.").opposite).toBe(0);
});

test("the best passage's score counts by what it could have been", () => {
  const all = signals("garden lamp", "The garden lamp is red.").relevance;
  const part = signals("garden lamp zebra", "The garden lamp is red.").relevance;
  expect(all).toBeGreaterThan(part);
  expect(all).toBeLessThanOrEqual(1.5);
});

test("nothing to quote is no answer", () => {
  const { question, hits } = ask("lamp", "lamp");
  const judging = { result: { hits, visible: 1 }, analyze, weights: SUFFICIENCY_WEIGHTS };
  expect(chanceOfAnswer(question, [], judging)).toBe(0);
});

test("what is said of another one of the same thing is suspect", () => {
  const other = "There are 26 days of annual leave.";
  expect(signals("How many days of parental leave are there?", other).otherOne).toBe(1);
  expect(signals("How many days of annual leave are there?", other).otherOne).toBe(0);
  expect(signals("How many days of parental leave are there?", "Leave is 26 days.").otherOne).toBe(0);
  expect(signals("How many sick days do I get?", "Up to five unused days move on.").otherOne).toBe(1);
});

test("words that a question is phrased with do not meet", () => {
  expect(signals("How many days do I get a year?", "You get five days a year.").meeting).toBe(0);
});
