import { expect, test } from "vitest";

import type { ShownPassage } from "../../spec/answer.ts";
import type { Expected, Question, Trial } from "../../spec/exam.ts";
import { buildAnswer, buildNumberQuestion, buildUpsert, createMemoryStore } from "../../testing/index.ts";
import { diagnoseExam } from "./diagnose-exam.ts";
import type { Cause, Cell } from "./diagnosis.ts";
import { explainDiagnosis } from "./explain-diagnosis.ts";
import { createEvidenceLocator, type Evidence } from "./locate-evidence.ts";

const ARMS = { closed: "A1", retrieved: "A2", oracle: "A3" };
const SENTENCE = "The kettle costs 48 crowns.";
const PLACE = { documentId: "kettle", start: 10, end: 37 };
const READABLE: Evidence = { kind: "readable", places: [PLACE], text: SENTENCE };
const EXPECTED: Expected = { answers: ["48 crowns"], sources: ["kettle"], quotes: [SENTENCE] };

/** A reply, or `undefined` for "I don't know"; the words "not asked" and "failed" stand for what they say. */
type Said = string | undefined;

type Case = {
  readonly expected?: Expected;
  readonly question?: string;
  readonly evidence?: Evidence;
  readonly said: readonly [closed: Said, retrieved: Said, oracle: Said];
  readonly found?: readonly string[];
  readonly shown?: readonly { start: number; end: number }[];
};

function trialsOf(
  id: string,
  { said, expected = EXPECTED, question = "What does the kettle cost?", found = [], shown }: Case,
): Trial[] {
  const asked: Question = buildNumberQuestion(id, { question, expected });
  return Object.values(ARMS).flatMap((arm, at): Trial[] => {
    const text = said[at];
    if (text === "not asked") return [];
    if (text === "failed") return [{ question: asked, arm, repeat: 0, outcome: { kind: "failed", reason: "busy" } }];
    const trace = shown === undefined || at !== 1 ? {} : { trace: traceOf(shown) };
    const answer = buildAnswer(text ?? "I don't know.", { answered: text !== undefined, ...trace });
    return [
      { question: asked, arm, repeat: 0, outcome: { kind: "answered", answer, retrieved: at === 1 ? found : [] } },
    ];
  });
}

function traceOf(spans: readonly { start: number; end: number }[]) {
  const shown = spans.map((span, at): ShownPassage => ({
    ...span,
    number: at + 1,
    documentId: "kettle",
    contentHash: "",
    uri: "",
    title: "",
    headings: [],
  }));
  return { shown, retrieval: "search" as const, templateHash: "", promptTokens: { total: 1, estimated: true } };
}

async function diagnose(given: Case): Promise<string> {
  const locate = async () => Promise.resolve(given.evidence ?? READABLE);
  const { questions } = await diagnoseExam(trialsOf("q1", given), { arms: ARMS, locate });
  const [only] = questions;
  return only?.cause === undefined ? (only?.cell ?? "") : `${only.cell}: ${only.cause}`;
}

const RIGHT = "It costs 48 crowns.";
const WRONG = "It costs 12 crowns.";
const JSON_WANTED: Expected = { ...EXPECTED, json: { schema: { type: "object" } } };
const NO_SOURCE: Expected = { answers: ["48 crowns"] };
const UNKNOWN: Evidence = { kind: "unknown" };
const CASES: readonly (readonly [Cell | `${Cell}: ${Cause}`, Case])[] = [
  ["fine", { said: [RIGHT, WRONG, WRONG] }],
  ["knowledge", { said: [undefined, RIGHT, RIGHT] }],
  ["knowledge", { said: [WRONG, RIGHT, "not asked"] }],
  ["retrieval: not-found", { said: [undefined, undefined, RIGHT], found: ["other"] }],
  ["retrieval: cut", { said: [undefined, undefined, RIGHT], found: ["kettle"], shown: [{ start: 0, end: 20 }] }],
  ["retrieval: other-language", { question: "Сколько стоит чайник?", said: [undefined, undefined, RIGHT] }],
  [
    "retrieval: other-language",
    {
      question: "Wie viel kostet der Kessel und wo steht das?",
      evidence: { ...READABLE, text: `${SENTENCE} It is in the shop and it is for you.` },
      said: [undefined, undefined, RIGHT],
    },
  ],
  ["behaviour", { expected: JSON_WANTED, said: [undefined, RIGHT, RIGHT] }],
  ["behaviour", { expected: JSON_WANTED, said: [undefined, undefined, RIGHT] }],
  ["knowledge", { expected: JSON_WANTED, said: [undefined, '{"answer":"48 crowns"}', RIGHT] }],
  ["reading: misread", { said: [undefined, WRONG, WRONG] }],
  ["reading: refused", { said: [undefined, undefined, undefined] }],
  ["reading: distracted", { said: [undefined, WRONG, RIGHT], found: ["kettle"], shown: [{ start: 0, end: 90 }] }],
  ["reading: refused", { said: [undefined, undefined, RIGHT], found: ["kettle"], shown: [{ start: 0, end: 90 }] }],
  ["abstention", { expected: { unanswerable: true }, said: [undefined, WRONG, "not asked"] }],
  ["fine", { expected: { unanswerable: true }, said: [WRONG, undefined, "not asked"] }],
  ["abstention", { expected: { unanswerable: true }, said: [WRONG, "not asked", "not asked"] }],
  ["missing", { evidence: { kind: "missing" }, said: [undefined, WRONG, undefined] }],
  ["outdated", { evidence: { kind: "outdated" }, said: [undefined, WRONG, WRONG] }],
  ["forbidden", { evidence: { kind: "forbidden" }, said: [undefined, undefined, undefined] }],
  ["unclear: oracle-not-asked", { said: [undefined, undefined, "not asked"] }],
  ["unclear: call-failed", { said: [undefined, "failed", RIGHT] }],
];

const WITHOUT_SOURCE: typeof CASES = [
  ["unclear: no-source", { expected: NO_SOURCE, evidence: UNKNOWN, said: [undefined, WRONG, undefined] }],
  ["unclear: no-source", { expected: NO_SOURCE, evidence: UNKNOWN, said: [WRONG, undefined, RIGHT] }],
  ["unclear: no-source", { expected: NO_SOURCE, evidence: UNKNOWN, said: [WRONG, WRONG, "not asked"] }],
  ["knowledge", { expected: NO_SOURCE, evidence: UNKNOWN, said: [WRONG, RIGHT, undefined] }],
  ["fine", { expected: NO_SOURCE, evidence: UNKNOWN, said: [RIGHT, WRONG, WRONG] }],
  ["behaviour", { expected: { ...JSON_WANTED, sources: [] }, evidence: UNKNOWN, said: [RIGHT, undefined, undefined] }],
];

test.each([...CASES, ...WITHOUT_SOURCE])("%s", async (cell, given) => {
  expect(await diagnose(given)).toBe(cell);
});

test("cells add up to all questions, and each rung is bounded by what it can mend", async () => {
  const trials = CASES.flatMap(([, given], at) => trialsOf(`q${at}`, given));
  const evidence = new Map(CASES.map(([, given], at) => [`q${at}`, given.evidence ?? READABLE]));
  const locate = async ({ id }: Question) => Promise.resolve(evidence.get(id) ?? READABLE);
  const { questions, cells, bounds, examples } = await diagnoseExam(trials, { arms: ARMS, locate });
  expect(cells.reduce((sum, { count }) => sum + count, 0)).toBe(CASES.length);
  expect(questions).toHaveLength(CASES.length);
  const bound = Object.fromEntries(bounds.map(({ rung, mends }) => [rung, mends]));
  // school alone mends neither of the two: their facts have to be looked up
  // and what came out right with the search or with the right passage is within their reach, whatever else was wrong with it
  expect(bound).toEqual({ prompt: 0, book: 4, retrieval: 11, school: 0, both: 16, documents: 2 });
  expect(examples).toHaveLength(10);
  expect(new Set(examples.map(({ cell }) => cell))).toEqual(
    new Set(["knowledge", "retrieval", "behaviour", "reading", "abstention", "missing", "outdated", "forbidden"]),
  );
  const text = explainDiagnosis({ questions, cells, bounds, examples })
    .map((sentence) => sentence.text)
    .join("\n");
  expect(text).toContain("4 of 22 questions, 18 % (7 % to 39 %), fail in the search");
  expect(text).toContain("2 asked in another language or script than the documents");
});

test("a form that is wrong where facts are known without documents is for school alone", async () => {
  const given: Case = { expected: JSON_WANTED, said: [RIGHT, RIGHT, RIGHT] };
  const locate = async () => Promise.resolve(READABLE);
  const { bounds } = await diagnoseExam(trialsOf("q1", given), { arms: ARMS, locate });
  expect(bounds.find(({ rung }) => rung === "school")).toMatchObject({ mends: 1, atMost: { value: 1 } });
});

test("most repeats decide, and a question that wavers is said to", async () => {
  const [one, two, three] = [RIGHT, WRONG, RIGHT].map((text) =>
    trialsOf("q1", { said: [undefined, text, "not asked"] }),
  );
  const trials = [one, two, three].flatMap((some, repeat) => (some ?? []).map((trial) => ({ ...trial, repeat })));
  const { questions } = await diagnoseExam(trials, { arms: ARMS, locate: async () => Promise.resolve(READABLE) });
  expect(questions[0]).toMatchObject({ cell: "knowledge", retrieved: { isSteady: false }, closed: { isSteady: true } });
});

test("evidence is found at its place, line breaks aside, and what is closed, changed or nowhere is told apart", async () => {
  const store = createMemoryStore();
  const { id } = await store.createGeneration({ chunker: "c", analyzer: "a", embedder: null, dims: 0 });
  const upserts = [
    buildUpsert("kettle", `# Kettle\n\nThe kettle\ncosts 48 crowns.`),
    buildUpsert("pay", "Ann earns 90.", { acl: ["group:board"] }),
  ];
  await store.commit({ generation: id, upserts });
  await store.activateGeneration(id);
  const locate = await createEvidenceLocator(store);
  const of = async (expected: Expected, principals = ["public"]) =>
    locate(buildNumberQuestion("q", { expected, principals }));
  expect(await of(EXPECTED)).toMatchObject({
    kind: "readable",
    places: [{ documentId: "kettle", start: 10, end: 37 }],
  });
  expect(await of({ sources: ["kettle.txt"] })).toMatchObject({ kind: "readable", places: [] });
  expect(await of({ sources: ["kettle"], quotes: ["The kettle costs 12 crowns."] })).toEqual({ kind: "outdated" });
  expect(await of({ sources: ["pay"], quotes: ["Ann earns 90."] })).toEqual({ kind: "forbidden" });
  expect(await of({ sources: ["pay"], quotes: ["Ann earns 90."] }, ["group:board"])).toMatchObject({
    kind: "readable",
  });
  expect(await of({ sources: ["gone"], quotes: ["x"] })).toEqual({ kind: "missing" });
  expect(await of({ answers: ["x"] })).toEqual({ kind: "unknown" });
});

test("where no source is named, the words say that it cannot be told and what to do, and blame nobody for reading", async () => {
  const trials = trialsOf("q1", { expected: NO_SOURCE, said: [undefined, WRONG, WRONG] });
  const locate = async () => Promise.resolve(UNKNOWN);
  const text = explainDiagnosis(await diagnoseExam(trials, { arms: ARMS, locate }))
    .map((sentence) => sentence.text)
    .join("\n");
  expect(text).toContain("cannot be told from a passage that was misread: name it as `expected.sources`");
  expect(text).not.toMatch(/read wrong|with the right passage:/u);
});
