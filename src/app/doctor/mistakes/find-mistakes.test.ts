// The mistakes that a project shows, each with its remedy, and none where there is none.
import { expect, test } from "vitest";

import type { Question } from "../../../spec/exam.ts";
import type { TrainExample } from "../../../spec/training.ts";
import { buildNumberQuestion } from "../../../testing/index.ts";
import { findMistakes } from "./find-mistakes.ts";
import type { Seen } from "./see-project.ts";

const NOTHING: Seen = {
  rows: [],
  exams: [],
  adapters: [],
  firstRunAt: undefined,
  modifiedAt: new Map(),
  climb: undefined,
  servesAdapter: false,
};

function row(asked: string, said: string, sources: readonly string[] = []): TrainExample {
  const messages = [
    { role: "user", content: asked },
    { role: "assistant", content: said },
  ] as const;
  return { messages, weight: 1, acl: ["public"], sources };
}

function questions(count: number): readonly Question[] {
  return Array.from({ length: count }, (_, at) => buildNumberQuestion(`q${at}`));
}

function named(seen: Partial<Seen>): readonly string[] {
  const found = findMistakes({ ...NOTHING, ...seen });
  for (const { status, remedy = "" } of found) {
    expect(status).toBe("warn");
    expect(remedy.length).toBeGreaterThan(20);
  }
  return found.map(({ name }) => name);
}

test("a project without any of it shows no mistake", () => {
  expect(named({})).toEqual([]);
  expect(named({ exams: [{ file: "exam.yaml", questions: questions(300) }] })).toEqual([]);
});

test("rows that say what their prompt does not hold teach facts", () => {
  const facts = ["Berlin 4711", "Hamburg 1234", "Lyon 9912"].map((fact, at) =>
    row(`Where is depot number ${at} and what is its code?`, `It is in ${fact}.`),
  );
  expect(named({ rows: [{ file: "rows.jsonl", examples: facts }] })).toEqual(["facts at school"]);
  const form = Array.from({ length: 9 }, (_, at) => row(`Please say "item ${at}" politely.`, `item ${at}, please.`));
  expect(named({ rows: [{ file: "rows.jsonl", examples: form }] })).toEqual([]);
});

test("an exam whose questions are asked by rows leaks", () => {
  const asked = "How long is the notice period of the supplier in Jena?";
  const exam = { file: "exam.yaml", questions: [...questions(300), buildNumberQuestion("leak", { question: asked })] };
  expect(named({ rows: [{ file: "rows.jsonl", examples: [row(asked, "notice period")] }], exams: [exam] })).toContain(
    "exam leaks",
  );
});

test("too few questions are told by what they cannot show, and those of one cluster count once", () => {
  expect(named({ exams: [{ file: "exam.yaml", questions: questions(8) }] })).toEqual(["too few questions"]);
  const together = questions(300).map((question) => ({ ...question, cluster: "one" }));
  expect(named({ exams: [{ file: "exam.yaml", questions: together }] })).toEqual(["too few questions"]);
});

test("an adapter that was trained before any exam has no baseline", () => {
  const adapters = [{ name: "tone", madeAt: 1000 }];
  expect(named({ adapters })).toEqual(["no baseline"]);
  expect(named({ adapters, firstRunAt: 2000 })).toEqual(["no baseline"]);
  expect(named({ adapters, firstRunAt: 500 })).toEqual([]);
});

test("an adapter that is older than the documents of its rows is no reason to train again", () => {
  const seen = {
    adapters: [{ name: "tone", madeAt: 1000 }],
    firstRunAt: 500,
    rows: [{ file: "rows.jsonl", examples: [row("Say hello.", "Hello.", ["docs:a.md"])] }],
  };
  expect(named({ ...seen, modifiedAt: new Map([["docs:a.md", 2000]]) })).toEqual(["older than its sources"]);
  expect(named({ ...seen, modifiedAt: new Map([["docs:a.md", 900]]) })).toEqual([]);
});

test("form is not asked of retrieval, and a search that fails is mended before the model", () => {
  const share = { value: 0.5, low: 0.2, high: 0.8, level: 0.95 };
  const climbWith = (cell: "behaviour" | "retrieval"): Partial<Seen> => ({
    climb: {
      name: "ladder",
      diagnosis: {
        questions: questions(2).map((question) => ({ question, cell, remedy: "school", knowsFacts: false })),
        cells: [{ cell, count: 2, share, causes: [] }],
        bounds: [],
        examples: [],
      },
    },
  });
  expect(named(climbWith("behaviour"))).toEqual(["form asked of retrieval"]);
  expect(named({ ...climbWith("behaviour"), servesAdapter: true })).toEqual([]);
  expect(named(climbWith("retrieval"))).toEqual(["retrieval ignored"]);
});
