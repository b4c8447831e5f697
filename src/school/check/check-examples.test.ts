// What a check of training rows finds, and what it leaves in peace.
import { fileURLToPath } from "node:url";

import { array, assert, constantFrom, integer, property, record } from "fast-check";
import { expect, test } from "vitest";

import { SchoolbookError } from "../../core/errors.ts";
import { seededRandom } from "../../core/runtime.ts";
import type { TrainExample, TrainPlan } from "../../spec/training.ts";
import { buildExample } from "../../testing/index.ts";
import { openBaseText } from "../../weights/open-base-text.ts";
import { importExamples } from "../examples/import/import-examples.ts";
import { inheritAccess } from "../inherit-access.ts";
import { checkExamples, type CheckOptions } from "./check-examples.ts";
import type { FindingKind } from "./finding.ts";
import { splitExamples } from "./split-examples.ts";

const NANO = fileURLToPath(new URL("../../../models/nano", import.meta.url));
const base = await openBaseText(NANO);

type Given = Omit<CheckOptions, "imported">;

async function check(examples: readonly TrainExample[], given: Given = {}) {
  const lines = examples.map((_, at) => at + 1);
  return checkExamples({ imported: { examples, lines, leftOut: [] }, ...given });
}

/** What is found, but for what any few rows have. */
async function found(examples: readonly TrainExample[], given: Given = {}) {
  const { findings } = await check(examples, given);
  const usual = new Set<FindingKind>(["too-few", "one-source"]);
  return findings.filter(({ kind }) => !usual.has(kind)).map(({ kind, lines }) => [kind, ...lines]);
}

test("the same row twice, nearly the same, and the same question with two answers are told apart", async () => {
  const rows = [
    buildExample(
      "How long is the warranty of the new lamp in the catalogue?",
      "It lasts for two years from the day you buy it.",
    ),
    buildExample(
      "how long is the warranty of the new lamp in the catalogue",
      "It lasts for two years from the day you buy it!",
    ),
    buildExample(
      "So how long is the warranty of the new lamp in the catalogue?",
      "It lasts for two years from the day you buy it.",
    ),
    buildExample("When do you open?", "At nine."),
    buildExample("When do you open?", "At ten."),
    buildExample("What does part 12 of the spring catalogue cost this year?", "Ten euros."),
    buildExample("What does part 13 of the spring catalogue cost this year?", "Ten euros."),
  ];
  expect(await found(rows)).toEqual([
    ["contradiction", 4, 5],
    ["duplicate", 1, 2],
    ["near-duplicate", 1, 3],
  ]);
  expect((await check(rows)).surplus).toBe(1);
});

test("ways to say the same are a warning, different numbers an error", async () => {
  const say = (answer: string) =>
    buildExample("How are orders returned?", `${answer} and then we send the money back to you.`);
  const kinds = async (...answers: readonly string[]) =>
    (await check(answers.map(say))).findings
      .filter(({ kind }) => kind === "contradiction")
      .map(({ severity }) => severity);
  expect(await kinds("Send it in the box", "Just bring the box")).toEqual(["warning"]);
  expect(await kinds("Send it within 14 days", "Send it within 30 days")).toEqual(["error"]);
});

test("a question of the exam is found word by word, nearly, behind passages, and by its document", async () => {
  const exam = [
    { id: "q1", question: "How long does the warranty of the lamp last?", sources: ["docs:lamp.md"] },
    { id: "q2", question: "Which office in Lisbon signs the leases of the shops?", sources: [] },
    { id: "q3", question: "Why so?", sources: [] },
  ];
  const rows = [
    buildExample("[1] Lamp\nA text.\n\nQuestion: how long does the warranty of the lamp last", "Two years."),
    buildExample("Tell me, which office in Lisbon signs all leases of the shops?", "The second."),
    buildExample("How long is the lead of the lamp?", "Two metres.", { sources: ["docs:lamp.md"] }),
    buildExample("And why so?", "Because."),
  ];
  expect(await found(rows, { exam })).toEqual([
    ["leak-exact", 1],
    ["leak-near", 2],
    ["leak-source", 3],
  ]);
});

const warranty = (lamp: string): string => `How long does the warranty of the ${lamp} lamp last?`;

test.each([
  [["What is the pressure of pump P-12?"], "What is the pressure of pump P-13?"],
  [[warranty("Aurora")], warranty("Borealis")],
  [[warranty("Aurora")], "For how long does the warranty of the Borealis lamp last?"],
  [[warranty("Aurora")], warranty("Borealis").toLowerCase()],
  [[warranty("red"), warranty("blue")], warranty("green")],
])(
  "rows that share a template with the exam and ask about something else give nothing away: %j, %j",
  async (asked, row) => {
    const exam = asked.map((question, at) => ({ id: `q${at}`, question, sources: [] }));
    expect(await found([buildExample(row, "Two years.")], { exam })).toEqual([]);
  },
);

test.each([
  [
    "What is the pressure of pump P-12?",
    "Tell me what the pressure of pump P-12 is: what is the pressure of the pump P-12",
  ],
  [warranty("Aurora"), "For how long does a warranty of the Aurora lamp last?"],
  [warranty("Aurora"), "Hello Anna, how long does the warranty of an Aurora lamp last?"],
  [warranty("Aurora"), `${warranty("Borealis")} And how long does a warranty of the Aurora lamp last?`],
  ["How long does the warranty of the lamp last?", "How long does the guarantee of the lamp last?"],
  [
    "Wie lange läuft die Garantie auf diese Lampe von Anfang an?",
    "Wie lange läuft die Garantie auf diese Leuchte von Anfang an?",
  ],
])("a question that is said in other words is still found: %j, %j", async (question, row) => {
  const exam = [{ id: "q", question, sources: [] }];
  expect(await found([buildExample(row, "Two years.")], { exam })).toEqual([["leak-near", 1]]);
});

test("keys, passwords and personal data are found, and never repeated", async () => {
  const secret = `ghp_${"a1B2".repeat(9)}`;
  const rows = [
    buildExample("Which token?", `It is ${secret}.`),
    buildExample("Who?", "Write to ann.lee@example.org, or call +49 30 1234567."),
    buildExample("Which account?", "DE89 3704 0044 0532 0130 00"),
    buildExample("Which order?", "DE00 3704 0044 0532 0130 00, card 4111 1111 1111 1112"),
    buildExample("Which card?", "4111 1111 1111 1111"),
  ];
  const { findings } = await check(rows);
  const told = findings.filter(({ kind }) => kind === "secret" || kind === "personal-data");
  expect(told.map(({ kind, lines, message }) => [kind, ...lines, message.split("looks like ")[1]])).toEqual([
    ["secret", 1, "a GitHub token"],
    ["personal-data", 2, "a mail address"],
    ["personal-data", 2, "a telephone number"],
    ["personal-data", 3, "an account number"],
    ["personal-data", 5, "a card number"],
  ]);
  expect(JSON.stringify(findings)).not.toContain("ghp_");
});

test("labels out of balance, a few rows in another form, and a set without a refusal are said", async () => {
  const many = Array.from({ length: 100 }, (_, at) => buildExample(`Message number ${at}`, at < 94 ? "spam" : "fine"));
  expect((await found(many)).map(([kind]) => kind)).toEqual(["label-imbalance"]);
  const json = Array.from({ length: 60 }, (_, at) =>
    buildExample(
      `Order ${at}?`,
      at === 7 ? "It is there." : JSON.stringify({ order: `the order ${at} of today is here` }),
    ),
  );
  expect(await found(json)).toEqual([["form-mixed", 8], ["opening-repeated"], ["no-refusals"]]);
  const { replies } = await check(json);
  expect(replies.forms).toMatchObject({ json: 59, prose: 1 });
});

test("refusals in JSON are counted among the refusals, so that none are asked for where there are some", async () => {
  const rows = Array.from({ length: 60 }, (_, at) =>
    buildExample(
      `Order ${at}?`,
      JSON.stringify(at % 10 === 0 ? { answer: null, status: "unknown" } : { answer: `shelf ${at}`, status: "ok" }),
    ),
  );
  const { replies, findings } = await check(rows);
  expect(replies).toMatchObject({ refusals: 6, forms: { json: 60 } });
  expect(findings.map(({ kind }) => kind)).not.toContain("no-refusals");
});

test("lines that are no rows are errors of the check", async () => {
  const imported = importExamples(
    { name: "x.jsonl", text: '{"prompt": "a", "completion": "b", "note": "n"}\n{"prompt": "a"}\n\n{"prompt": "c"}\n' },
    { acl: ["public"], format: "pairs" },
  );
  const { findings, malformed, rows } = await checkExamples({ imported });
  expect({ malformed, rows }).toEqual({ malformed: 2, rows: 1 });
  expect(findings.slice(0, 2)).toMatchObject([
    {
      kind: "malformed",
      severity: "error",
      lines: [2, 4],
      message: "lines 2 and 4: completion: it is missing or empty",
    },
    { kind: "part-left-out", lines: [1] },
  ]);
});

test("no document and no copy of a row stands on both sides of a split, and a seed gives the same split", () => {
  const row = record({ sources: array(constantFrom("a", "b", "c", "d", "e", "f"), { maxLength: 2 }) });
  assert(
    property(array(row, { maxLength: 40 }), integer(), (rows, seed) => {
      const examples = rows.map(({ sources }, at) => buildExample(`q${at}`, "a", { sources }));
      const together = examples.length > 3 ? [[0, 3]] : [];
      const split = splitExamples(examples, { heldOut: 0.2, seed, together });
      expect([...split.train, ...split.heldOut].toSorted((one, other) => one - other)).toEqual([...examples.keys()]);
      const sourcesOf = (side: readonly number[]) => new Set(side.flatMap((at) => examples[at]?.sources ?? []));
      expect([...sourcesOf(split.train)].filter((source) => sourcesOf(split.heldOut).has(source))).toEqual([]);
      if (together.length > 0) expect(split.train.includes(0)).toBe(split.train.includes(3));
      expect(splitExamples(examples, { heldOut: 0.2, seed, together })).toEqual(split);
    }),
    { seed: 1 },
  );
});

test("a share is held out as nearly as the documents allow, and never everything", () => {
  const examples = Array.from({ length: 200 }, (_, at) => buildExample(`q${at}`, "a", { sources: [`d${at % 40}`] }));
  expect(splitExamples(examples, { heldOut: 0.1, seed: 1 }).heldOut).toHaveLength(20);
  const one = Array.from({ length: 20 }, (_, at) => buildExample(`q${at}`, "a", { sources: ["d"] }));
  expect(splitExamples(one, { heldOut: 0.1, seed: 1 })).toMatchObject({ heldOut: [], largestGroup: 20 });
});

test("T6 T8: learnt tokens are counted before anything starts, and rows that lose all of them or their end are errors", async () => {
  const rows = [
    buildExample("Hello", "Good day."),
    buildExample("word ".repeat(300), "Good day."),
    buildExample("Hello", "word ".repeat(300)),
  ];
  const { tokens, findings } = await check(rows, { counting: { base, maxTokens: 256 } });
  expect(tokens).toMatchObject({ base: "nano", exactTemplate: true, nothingLearnt: 1, endCutOff: 1 });
  expect(tokens?.learnt).toBeGreaterThan(200);
  expect(findings.filter(({ severity }) => severity === "error")).toMatchObject([
    { kind: "nothing-learnt", lines: [2] },
    { kind: "end-cut-off", lines: [3] },
  ]);
});

test("T3 T4: an end of turn that is no token, that servers do not stop at, or that is the padding is an error, not a warning", async () => {
  const kinds = async (given: Partial<typeof base>) => {
    const { findings } = await check([buildExample("a", "b")], {
      counting: { base: { ...base, ...given }, maxTokens: 64 },
    });
    return findings
      .filter(({ kind }) => kind === "end-not-trained")
      .map(({ severity, message }) => `${severity}: ${message}`);
  };
  expect(await kinds({})).toEqual([]);
  expect(await kinds({ padId: base.endIds[0] })).toEqual([expect.stringMatching(/^error.*is the padding too/u)]);
  expect(await kinds({ endIds: [7] })).toEqual([expect.stringMatching(/^error.*servers do not stop/u)]);
  expect(await kinds({ family: { ...base.family, endOfReply: "END OF IT" } })).toEqual([
    expect.stringMatching(/^error.*no single token/u),
  ]);
});

test("who may be served is who is cleared for every row", async () => {
  expect(inheritAccess([["public"], ["group:a", "public"]])).toEqual({ acl: ["public"], each: [] });
  expect(inheritAccess([["public"], ["group:a", "user:b"], ["user:b"]])).toEqual({
    acl: ["user:b"],
    each: [["group:a", "user:b"], ["user:b"]],
  });
  expect(inheritAccess([["group:a"], ["group:b"]]).acl).toEqual([]);
  expect(inheritAccess([[], ["public"]]).acl).toEqual([]);
  const closed = await found([buildExample("a", "b", { acl: ["group:a"] }), buildExample("c", "d", { acl: [] })]);
  expect(closed).toEqual([["served-to-nobody", 2]]);
});

test("each trainer says what a run would cost, or why it cannot", async () => {
  const plan = (examples: readonly TrainExample[]): TrainPlan => ({
    name: "house",
    base: "nano",
    baseFolder: "nano",
    examples,
    rank: 8,
    alpha: 16,
    learningRate: 1e-4,
    epochs: 1,
    batchSize: 1,
    maxTokens: 64,
    seed: 1,
    folder: "x",
  });
  const estimate = async ({ examples }: TrainPlan) => ({
    seconds: examples.length,
    memoryBytes: 1,
    costUsd: 0,
    notes: [],
  });
  const refuse = async () => {
    throw new SchoolbookError("input_invalid", "The base is too large.");
  };
  const rows = Array.from({ length: 20 }, (_, at) => buildExample(`question ${at}`, `answer ${at}`));
  const { estimates } = await check(rows, {
    trainers: [
      { id: "one", estimate },
      { id: "two", estimate: refuse },
    ],
    planOf: plan,
  });
  expect(estimates).toMatchObject([
    { trainer: "one", estimate: { seconds: 18 } },
    { trainer: "two", error: { message: "The base is too large." } },
  ]);
});

test("twenty thousand rows, a quarter of them from one template, are looked through in seconds", async () => {
  const random = seededRandom(5);
  const word = () => `w${Math.floor(random() ** 2 * 4000)}`;
  const rows = Array.from({ length: 20_000 }, (_, at) =>
    at % 4 === 0
      ? buildExample(`What does part ${at} cost in the catalogue of this year, please?`, `It is ${at % 97} euros.`)
      : buildExample(Array.from({ length: 25 }, word).join(" "), Array.from({ length: 12 }, word).join(" ")),
  );
  const busy = process.cpuUsage();
  const { findings } = await check(rows);
  expect(findings.map(({ kind }) => kind)).toEqual(["no-refusals"]);
  // why: of the processor, since others may use the machine too.
  expect(process.cpuUsage(busy).user / 1e6).toBeLessThan(10);
});
