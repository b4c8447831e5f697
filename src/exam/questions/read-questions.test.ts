// Reading and writing questions: places of mistakes, all at once, and the way there and back.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Question } from "../../spec/exam.ts";
import { mistakeText } from "./raw-record.ts";
import { readQuestions } from "./read-questions.ts";
import { writeQuestions } from "./write-questions.ts";

const ASKED = { id: "a", question: "Who?", principals: ["public"], expected: { answers: ["Ann"] } };

function said(name: string, text: string): readonly string[] {
  return readQuestions({ name, text }).mistakes.map(mistakeText);
}

describe("reading", () => {
  test("what is left out gets its documented value", () => {
    const text = JSON.stringify({ ...ASKED, expected: { answers: ["Ann"], sources: ["docs:people.md"] } });
    expect(readQuestions({ name: "exam.jsonl", text }).questions).toEqual([
      {
        ...ASKED,
        expected: { answers: ["Ann"], sources: ["docs:people.md"] },
        axis: "knowledge",
        tags: [],
        cluster: "docs:people.md",
      },
    ]);
  });

  test("who asks is never assumed", () => {
    const { principals: _, ...silent } = ASKED;
    const text = JSON.stringify(silent);
    expect(said("exam.jsonl", text)).toEqual([
      'exam.jsonl line 1 column 1: `principals` is missing; say who asks, such as ["public"] or ["user:ann"], or name it for the whole file with --as.',
    ]);
    const told = readQuestions({ name: "exam.jsonl", text }, { askedBy: ["user:ann"] });
    expect(told.questions.map(({ principals }) => principals)).toEqual([["user:ann"]]);
  });

  test("a file with many mistakes says all of them at once, in the order of their lines", () => {
    const rows = [
      { ...ASKED, axis: "knowlege" },
      { ...ASKED, id: "b", expected: {} },
      { ...ASKED, id: "c", principals: ["ann"], colour: "red" },
      { ...ASKED, id: "d", expected: { answers: ["x"], unanswerable: true } },
      { ...ASKED, id: "e", expected: { style: [{ kind: "matches", pattern: "(" }] } },
      { ...ASKED, id: "f", expected: { number: { value: "12" } } },
    ];
    const text = `${rows.map((row) => JSON.stringify(row)).join("\n")}\n{"id": \n`;
    const mistakes = said("exam.jsonl", text);
    expect(mistakes.map((line) => line.slice(0, line.indexOf(";")))).toEqual([
      'exam.jsonl line 1 column 91: `axis` is "knowlege"',
      "exam.jsonl line 2 column 64: `expected` is {}",
      'exam.jsonl line 3 column 43: `principals[0]` is "ann"',
      "exam.jsonl line 3 column 90: `colour` is not a field",
      "exam.jsonl line 4 column 96: `expected.unanswerable` is true",
      'exam.jsonl line 5 column 102: `expected.style[0].pattern` is "("',
      'exam.jsonl line 6 column 83: `expected.number.value` is "12"',
      expect.stringMatching(/^exam\.jsonl line 7: not valid JSON/u),
    ]);
    expect(mistakes.at(-2)).toMatch(/; write a number\.$/u);
  });

  test("YAML says line and column of the field itself", () => {
    const text = `questions:
  - question: Who?
    principals: [public]
    expected:
      answers: [Ann]
    axis: nothing
  - question: When?
    principals: [public]
    expected: { sql: { database: x.db, query: select 1 } }
`;
    expect(said("exam.yaml", text)).toEqual([
      'exam.yaml line 6 column 11: `axis` is "nothing"; write one of knowledge, behaviour, both.',
      "exam.yaml line 9 column 22: `expected.sql.queries` is missing; write a list.",
      "exam.yaml line 9 column 47: `expected.sql.query` is not a field; known here: database, queries, ordered.",
    ]);
  });

  test("YAML that is broken says where", () => {
    expect(said("exam.yaml", "- question: [\n")).toEqual([expect.stringMatching(/^exam\.yaml line 2 column 1: /u)]);
    expect(said("exam.yaml", "tests: []\n")).toEqual([
      "exam.yaml line 1: there is no list of questions; write them below `questions:`.",
    ]);
  });

  test("a table says which column is meant", () => {
    const text =
      "question,principals,answers,number,tolerance,axis\nHow many?,public;user:ann,,12.5,half,\nWho?,public,,,,\n";
    expect(said("exam.csv", text)).toEqual([
      'exam.csv line 2: "tolerance" is "half"; write a number with a point, such as 12.5.',
      "exam.csv line 3: `expected` is missing; write an object with fields.",
    ]);
    expect(said("exam.csv", "question,principals,Answer\nWho?,public,Ann\n")[0]).toMatch(
      /^exam\.csv line 1: the column "Answer" is not known; the columns are id, question, /u,
    );
  });

  test("a quote that is never closed and a row with too many cells are mistakes, not losses", () => {
    expect(said("exam.csv", 'question,principals\n"Who?,public\n')).toEqual([
      "exam.csv line 2: a quoted cell is not closed before the file ends; close it, and write quotes inside cells twice.",
    ]);
    expect(said("exam.csv", "question,principals,answers\nWho, then?,public,Ann\n")).toEqual([
      "exam.csv line 2: 4 cells where the header has 3; put cells that hold the separator in quotes.",
    ]);
  });

  test("the same words from several askers are several questions, named by who asks wherever they stand", () => {
    const asked = (principals?: readonly string[]) => ({
      question: "Who?",
      principals,
      expected: { answers: ["Ann"] },
    });
    const read = (...rows: readonly object[]) =>
      readQuestions(
        { name: "exam.jsonl", text: rows.map((row) => JSON.stringify(row)).join("\n") },
        { askedBy: ["user:bob"] },
      );
    const ids = (...rows: readonly object[]) => read(...rows).questions.map(({ id }) => id);
    const [alone] = ids(asked(["user:ann"]));
    const [ann = "", all = ""] = ids(asked(["user:ann"]), asked(["public"]));
    expect(new Set([alone, ann, all]).size).toBe(3);
    expect(ann).toMatch(new RegExp(`^${alone}-[0-9a-z]{6}$`, "u"));
    expect(ids(asked(["public"]), asked(["user:ann"]))).toEqual([all, ann]);
    expect(ids(asked(["user:ann"]), asked())).toEqual([ann, alone]);
    expect(read(asked(["user:ann"]), asked(["public"])).questions.map(({ cluster }) => cluster)).toEqual([ann, all]);
    const twice =
      "exam.jsonl line 2 column 13: the same is asked by the same in line 1 too; give each question an id of its own, or leave one out.";
    expect(read(asked(["user:bob"]), asked(), asked(["public"])).mistakes.map(mistakeText)).toEqual([twice]);
    const both = [asked(["public", "public", "user:ann"]), asked(["user:ann", "public"])];
    expect(read(...both).mistakes.map(mistakeText)).toEqual([twice]);
  });

  test("an id that stands there twice names the first line", () => {
    const text = [ASKED, { ...ASKED, question: "Why?" }].map((row) => JSON.stringify(row)).join("\n\n");
    expect(said("exam.jsonl", text)).toEqual([
      'exam.jsonl line 3 column 7: the id "a" is that of line 1 too; give each question an id of its own, or leave one out.',
    ]);
  });
});

const WORDS = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== "");
const TEXTS = fc.array(WORDS, { minLength: 1, maxLength: 3 });
const PRINCIPALS = fc.uniqueArray(fc.constantFrom("public", "user:ann", "group:support"), { minLength: 1 });
const EXPECTED = fc.record(
  {
    contains: TEXTS,
    excludes: TEXTS,
    answers: TEXTS,
    number: fc.record({ value: fc.integer(), tolerance: fc.nat() }),
    json: fc.record({ schema: fc.dictionary(WORDS, WORDS), fields: fc.dictionary(WORDS, fc.integer()) }),
    style: fc.constant([{ kind: "words" as const, max: 20 }]),
    sql: fc.record({ database: WORDS, queries: TEXTS }),
    label: WORDS,
    sources: TEXTS,
    quotes: TEXTS,
    criteria: TEXTS,
  },
  { requiredKeys: ["contains"] },
);
const QUESTION = fc.record(
  {
    id: WORDS,
    question: WORDS,
    history: fc.array(fc.record({ role: fc.constantFrom("user" as const, "assistant" as const), content: WORDS }), {
      minLength: 1,
      maxLength: 2,
    }),
    principals: PRINCIPALS,
    expected: EXPECTED,
    axis: fc.constantFrom("knowledge" as const, "behaviour" as const, "both" as const),
    cluster: WORDS,
    tags: fc.array(WORDS, { maxLength: 3 }),
  },
  { requiredKeys: ["id", "question", "principals", "expected", "axis", "cluster", "tags"] },
);

describe("writing", () => {
  for (const format of ["jsonl", "yaml", "csv"] as const) {
    test(`what is written as ${format} is read as the same questions`, () => {
      const sets = fc.uniqueArray(QUESTION, { selector: ({ id }) => id, maxLength: 5 });
      fc.assert(
        fc.property(sets, (questions) => {
          // why: a set read from a file has no empty records and no prototypes of its own.
          const plain = structuredClone<readonly Question[]>(questions);
          const text = writeQuestions(plain, format);
          const read = readQuestions({ name: `exam.${format}`, text });
          expect(read.mistakes).toEqual([]);
          expect(read.questions).toEqual(plain);
        }),
        { seed: 7, numRuns: 200 },
      );
    });
  }
});
