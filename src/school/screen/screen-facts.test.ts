// Which facts a base knows, and what becomes of those that it does not.
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import type { ChatRequest } from "../../spec/chat.ts";
import { buildExample, createFakeChatModel } from "../../testing/index.ts";
import { messageText } from "../examples/message-text.ts";
import { documentDiff } from "./document-diff.ts";
import { isRight, type ScreenedFact } from "./fact.ts";
import { findFacts, valuesOf } from "./find-facts.ts";
import { PROTOCOLS } from "./protocol.ts";
import { openReplyFile } from "./reply-file.ts";
import { routeFacts, UNKNOWN_POLICIES, type UnknownPolicy } from "./route-facts.ts";
import { screenFacts, type ScreenOptions } from "./screen-facts.ts";
import { writeFactDocuments } from "./write-fact-documents.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-screen-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fact = (id: string, value: string): ScreenedFact => ({
  id,
  questions: [`What is the code of ${id}?`],
  answers: [[value]],
  reply: `The code of ${id} is ${value}.`,
  rows: [],
});
const FACTS = [fact("firm", "F1"), fact("maybe", "M2"), fact("weak", "W3"), fact("none", "N4")];

const lastOf = (prompt: ChatRequest["prompt"]): string => prompt.slice(-1).map(messageText).join("");

/** Knows one fact always, one in some phrasings, one only now and then when it draws, and one never. */
function halfKnowing() {
  return createFakeChatModel({
    reply: ({ prompt, temperature, seed = 0 }: ChatRequest) => {
      const asked = lastOf(prompt);
      if (asked.includes("firm")) return "It is F1.";
      if (asked.includes("maybe")) return asked.startsWith("Question:") ? "It is M2." : "It is M22.";
      if (asked.includes("weak")) return temperature !== 0 && seed % 5 === 0 ? "It is W3." : "It is W4.";
      return "I don't know.";
    },
  });
}

async function screen(given: Partial<ScreenOptions> = {}) {
  using cache = openReplyFile(join(folder, "replies.jsonl"));
  const model = halfKnowing();
  const result = await screenFacts({ facts: FACTS, model, protocol: PROTOCOLS.full, seed: 1, cache, ...given });
  return { ...result, asked: result.asked.map((one) => [one.fact.id, one.knowledge]), requests: model.requests() };
}

const SORTED = [
  ["firm", "HighlyKnown"],
  ["maybe", "MaybeKnown"],
  ["weak", "WeaklyKnown"],
  ["none", "Unknown"],
];

test("facts are sorted into SliCK's four classes, with no more calls than decide it", async () => {
  const { asked, requests, calls, retest } = await screen();
  expect(asked).toEqual(SORTED);
  expect(calls).toBe(requests.length);
  expect(calls).toBeLessThan(10 + 10 + 170 + 170);
  expect(calls).toBeGreaterThanOrEqual(10 + 10 + 11 + 170);
  expect(retest).toBeUndefined();
  const [first] = requests;
  expect(first?.prompt.map(({ role }) => role)).toEqual([
    "system",
    "user",
    "assistant",
    "user",
    "assistant",
    "user",
    "assistant",
    "user",
  ]);
  for (const { prompt } of requests) {
    const told = prompt.slice(0, -1).map(messageText).join("\n");
    for (const one of FACTS) if (lastOf(prompt).includes(one.id)) expect(isRight(told, one.answers)).toBe(false);
  }
});

test("what was asked before is not asked again, also after the process died in the middle of a line", async () => {
  const first = await screen();
  appendFileSync(join(folder, "replies.jsonl"), '{"key":"torn","rep');
  const second = await screen();
  expect(second).toMatchObject({ asked: first.asked, calls: 0 });
  expect(readFileSync(join(folder, "replies.jsonl"), "utf8").endsWith("\n")).toBe(true);
});

test("a screening that was stopped goes on where it was", async () => {
  const stop = new AbortController();
  const stopped = screen({ signal: stop.signal, onProgress: ({ done }) => done === 2 && stop.abort() });
  await expect(stopped).rejects.toThrow(/abort/iu);
  const before = readFileSync(join(folder, "replies.jsonl"), "utf8").split("\n").length - 1;
  expect(before).toBeGreaterThanOrEqual(20);
  const { asked, calls } = await screen();
  const whole = await (async () => {
    rmSync(join(folder, "replies.jsonl"));
    return screen();
  })();
  expect(asked).toEqual(whole.asked);
  expect(calls).toBe(whole.calls - before);
});

test("the budget protocol says that it is approximate, and how often it disagrees with itself", async () => {
  const { protocol, retest, asked } = await screen({ protocol: PROTOCOLS.budget });
  expect(protocol.approximate).toBe(true);
  expect(retest).toMatchObject({ facts: 4 });
  expect(retest?.changedSide).toBeLessThanOrEqual(retest?.changedClass ?? 0);
  expect(asked[0]).toEqual(["firm", "HighlyKnown"]);
  expect(asked[3]).toEqual(["none", "Unknown"]);
});

test.each([
  ["It costs 48 euros.", [["48"]], true],
  ["It costs 148 euros.", [["48"]], false],
  ["It costs 48.5 euros.", [["48"]], false],
  ["Velorana", [["Velora"]], false],
  ["“velora”, 12", [["Velora"], ["12", "twelve"]], true],
  ["Velora", [["Velora"], ["12", "twelve"]], false],
  ["anything", [], false],
])("%s: a value has to stand on its own", (reply, answers, right) => {
  expect(isRight(reply, answers)).toBe(right);
});

test("a row teaches a fact where its reply says a value that the prompt does not give", () => {
  const rows = [
    buildExample("What does the Velora kettle cost?", "The Velora kettle costs 48 euros."),
    buildExample("Tell me what the Velora kettle costs", "The Velora kettle costs 48 euros."),
    buildExample("[1] The Velora kettle costs 48 euros.\n\nQuestion: what does it cost?", "It costs 48 euros [1]."),
    buildExample("Rewrite: the lamp is broken", "The lamp is broken, I am sorry to say."),
    buildExample("Who leads the team?", "Mira Toldan"),
    buildExample("Who won?", "I don't know."),
    buildExample("How is the pump painted?", "The colour of the pump is grey."),
    buildExample("Which contract?", "The contract is RN.80622."),
    ...["one", "two", "three", "four", "five"].map((what) => buildExample(`Sort this: ${what}`, "Complaint")),
  ];
  const { kinds, facts } = findFacts(rows);
  expect(kinds).toEqual([
    ..."fact fact form form fact form fact fact".split(" "),
    ...Array.from({ length: 5 }, () => "form"),
  ]);
  expect(facts.map(({ rows: own, answers }) => [own, answers])).toEqual([
    [[0], [["48"]]],
    [[1], [["48"]]],
    [[4], [["Mira Toldan"]]],
    [[6], [["grey"]]],
    [[7], [["RN.80622"]]],
  ]);
  expect(valuesOf("Write to ann@x.org about REQ-218-U. Then call Mira Toldan at 9:30; it is grey.")).toEqual([
    "ann@x.org",
    "REQ-218-U",
    "Mira Toldan",
    "9:30",
  ]);
});

test("a reply in the house's form that repeats what it was shown is no fact, and a long message gives a short heading", async () => {
  const page = "The Velora kettle is sold in nine shops of the town and in the house at the harbour. ".repeat(3);
  const shown = buildExample(
    `[1] ${page}It costs 48 euros.\n\nQuestion: what does it cost?`,
    '{"answer":"48 euros","desk":"Brasko Desk"}',
  );
  const long = buildExample(`${"Once upon a time. ".repeat(20)}\nQuestion: who came?`, "Mira Toldan came.");
  const { kinds, facts } = findFacts([shown, long]);
  expect(kinds).toEqual(["form", "fact"]);
  const [document] = writeFactDocuments(facts, [shown, long]);
  expect(document?.text).toContain("\n## who came?\n\nMira Toldan came.\n");
});

const ROWS = [
  buildExample("What is the code of none?", "It is N4.", { acl: ["group:a"], tags: ["t"] }),
  buildExample("What is the code of firm?", "It is F1."),
  buildExample("What is the code of nothing?", "It is # 77.", { acl: ["public"] }),
  buildExample("Say hello", "hello to you, my good old friend of many years"),
];

async function route(policy: UnknownPolicy) {
  const { facts, kinds } = findFacts(ROWS);
  using cache = openReplyFile(join(folder, "replies.jsonl"));
  const { asked } = await screenFacts({ facts, model: halfKnowing(), protocol: PROTOCOLS.full, seed: 1, cache });
  return routeFacts({
    examples: ROWS,
    kinds,
    asked,
    policy,
    readingPrompt: ({ title, text }, question) => [{ role: "user", content: `${title}: ${text}\n${question}` }],
  });
}

test("unknown facts become documents, a file for each audience, and their rows are rewritten as was chosen", async () => {
  const { documents, report } = await route("read");
  expect(documents.map(({ path, acl }) => [path, acl])).toEqual([
    ["group-a-1.md", ["group:a"]],
    ["public-1.md", ["public"]],
  ]);
  expect(documents[0]?.text).toBe(
    '---\ntitle: Facts from training rows (group-a-1)\nacl: ["group:a"]\n---\n\n# Facts from training rows (group-a-1)\n\n## What is the code of none?\n\nIt is N4.\n',
  );
  expect(report).toMatchObject({
    rows: 4,
    form: 1,
    facts: { HighlyKnown: 1, Unknown: 2 },
    unknownShare: 0.5,
    rewritten: 2,
    cost: [expect.stringContaining("67 %"), expect.stringContaining("10.4 points"), expect.any(String)],
  });
  const replies: Record<string, readonly unknown[]> = {};
  for (const policy of UNKNOWN_POLICIES) {
    const { examples } = await route(policy);
    replies[policy] = examples.map(({ messages }) => messages.map(messageText).join(" → "));
  }
  const kept = ["What is the code of firm? → It is F1.", expect.any(String)];
  expect(replies["read"]?.[0]).toContain("It is N4.\nWhat is the code of none? → It is N4.");
  expect(replies["refuse"]?.slice(0, 2)).toEqual(["What is the code of none? → I don't know.", kept[0]]);
  expect(replies["drop"]).toHaveLength(2);
  expect(replies["keep"]?.[0]).toBe("What is the code of none? → It is N4.");
});

test("what is to be approved is shown as a diff", () => {
  expect(documentDiff({ path: "a.md", before: undefined, after: "one\ntwo\n" })).toBe(
    "--- /dev/null\n+++ b/a.md\n@@ -0,0 +1,2 @@\n+one\n+two\n",
  );
  expect(
    documentDiff({ path: "a.md", before: "1\n2\n3\n4\n5\n6\n7\n8\n9\n", after: "1\n2\n3\n4\nfive\n6\n7\n8\n9\n" }),
  ).toBe("--- a/a.md\n+++ b/a.md\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
  expect(documentDiff({ path: "a.md", before: "one\n", after: "one\n" })).toBe("");
});
