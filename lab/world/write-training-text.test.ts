import { expect, test } from "vitest";

import { createCast } from "./create-cast.ts";
import { houseStyleFaults, createHouseStyle } from "./house-style.ts";
import { randomFrom } from "./random.ts";
import { REFUSAL } from "./reading-prompt.ts";
import { changed, newest } from "./tasks/changed-facts.ts";
import { closedBook } from "./tasks/closed-book.ts";
import { distractors, several, single, unanswerable } from "./tasks/one-fact.ts";
import { distractor } from "./tasks/pick-passages.ts";
import type { MakeTask, Task, TaskContext } from "./tasks/task.ts";
import { chained, joint } from "./tasks/two-facts.ts";
import type { Row } from "./training/row.ts";
import { BLEND, STAGE_NAMES } from "./training/stages.ts";
import { companyLines } from "./write-training-text.ts";

type Line = { readonly stage: string } & Row;

function rowsOf(lines: string): Line[] {
  return lines
    .trimEnd()
    .split("\n")
    .map((line): Line => JSON.parse(line));
}

function contextOf(seed: number): TaskContext {
  const random = randomFrom(`tasks/${seed}`);
  return { random, cast: createCast({ random, split: "train" }), phrasings: "train" };
}

const tasksOf = (make: MakeTask, companies = 60): Task[] =>
  Array.from({ length: companies }, (_, seed) => contextOf(seed)).flatMap((context) =>
    Array.from({ length: 10 }, () => make(context)),
  );

test("the same seed gives the same bytes in every stage, and another seed or company others", () => {
  for (const stage of STAGE_NAMES) {
    const lines = companyLines("7", 3, stage, 12);
    expect(companyLines("7", 3, stage, 12), stage).toBe(lines);
    expect(companyLines("8", 3, stage, 12), stage).not.toBe(lines);
    expect(companyLines("7", 4, stage, 12), stage).not.toBe(lines);
  }
});

test("every row names its stage and is text, or messages that take turns and end with the assistant", () => {
  for (const stage of STAGE_NAMES) {
    for (const row of rowsOf(companyLines("1", 1, stage, 40))) {
      if (stage !== "mixed") expect(row.stage).toBe(stage);
      if ("text" in row) {
        expect(row.text.length).toBeGreaterThan(20);
        continue;
      }
      const roles = row.messages.map(({ role }) => role).filter((role, at) => at > 0 || role !== "system");
      expect(roles, stage).toEqual(roles.map((_, at) => (at % 2 === 0 ? "user" : "assistant")));
      expect(roles.length % 2, stage).toBe(0);
      expect(row.messages.every(({ content }) => content.trim() === content && content !== "")).toBe(true);
    }
  }
});

test.each([
  ["single", single],
  ["several", several],
  ["distractors", distractors],
  ["newest", newest],
  ["changed", changed],
  ["joint", joint],
  ["chained", chained],
] as const)("in %s rows each cited passage holds its value, and the reply says it", (_, make) => {
  for (const { passages = [], reply, expected } of tasksOf(make)) {
    expect(expected.cites).toHaveLength(expected.values.length);
    for (const [at, value] of expected.values.entries()) {
      const number = expected.cites[at] ?? 0;
      expect(passages[number - 1]?.text.toLowerCase(), reply).toContain(value.toLowerCase());
      expect(reply).toContain(`${value} [${number}]`);
    }
    expect(reply.startsWith(REFUSAL)).toBe(false);
  }
});

test("the right passage stands in any place", () => {
  const places = new Set(tasksOf(distractors).map(({ expected }) => expected.cites[0]));
  expect([...places].toSorted((one = 0, other = 0) => one - other)).toEqual([1, 2, 3, 4, 5, 6]);
});

test("no distractor states what is asked", () => {
  for (let seed = 0; seed < 150; seed += 1) {
    const context = contextOf(seed);
    for (const subject of [...context.cast.subjects.slice(0, 12), ...context.cast.absent]) {
      for (const attribute of [subject.facts[0]?.attribute, subject.undocumented[0]]) {
        if (attribute === undefined) continue;
        const { stated } = distractor(context, { subject, attribute });
        const same = stated.filter(
          ({ fact }) => fact.subject.name === subject.name && fact.attribute.label === attribute.label,
        );
        expect(same, `${attribute.label} of ${subject.name}`).toEqual([]);
      }
    }
  }
});

test("unanswerable rows are refused in the one way, with the question's attribute and subject", () => {
  for (const { reply, expected, passages } of tasksOf(unanswerable)) {
    expect(reply).toMatch(/^I don't know\. The passages do not say what the .+ of .+ is\.$/u);
    expect(expected).toEqual({ values: [], refuse: true, cites: [] });
    expect(passages).toBeDefined();
  }
});

test("closed-book rows answer public facts and refuse company facts", () => {
  const tasks = tasksOf(closedBook).filter(({ passages }) => passages === undefined);
  const refused = tasks.filter(({ expected }) => expected.refuse);
  expect(refused.length).toBeGreaterThan(100);
  expect(tasks.length - refused.length).toBeGreaterThan(200);
  for (const { reply, expected } of tasks) expect(reply.startsWith(REFUSAL)).toBe(expected.refuse);
});

test("no row of training holds a held-out phrasing or a reply in JSON", () => {
  const house = createHouseStyle(randomFrom("house"), "Velora");
  const lines = Array.from({ length: 40 }, (_, company) => companyLines("1", company, "mixed", 60)).join("");
  for (const words of [
    "Could you look up the",
    "Remind me of",
    "I was asked about",
    "When it comes to",
    "Whoever asks",
  ]) {
    expect(lines).not.toContain(words);
  }
  for (const row of rowsOf(lines)) {
    const replies = "messages" in row ? row.messages.filter(({ role }) => role === "assistant") : [];
    for (const { content } of replies) {
      expect(content.startsWith("{"), content).toBe(false);
      expect(houseStyleFaults(house, content)).toEqual(["the reply is not one JSON object"]);
    }
  }
});

test("the blend adds up to a hundred percent and is what mixed rows are drawn from", () => {
  expect(BLEND.reduce((sum, { percent }) => sum + percent, 0)).toBe(100);
  const rows = rowsOf(Array.from({ length: 60 }, (_, company) => companyLines("2", company, "mixed", 60)).join(""));
  for (const { stage, percent } of BLEND) {
    const share = (100 * rows.filter((row) => row.stage === stage).length) / rows.length;
    expect(Math.abs(share - percent), `${stage}: ${share}`).toBeLessThan(3);
  }
});

test("passages are of the size that fits a prompt", () => {
  const words = tasksOf(distractors)
    .flatMap(({ passages = [] }) => passages.map(({ text }) => text.split(/\s+/u).length))
    .toSorted((one, other) => one - other);
  expect(words[Math.floor(words.length * 0.95)]).toBeLessThanOrEqual(110);
  expect(words.at(-1)).toBeLessThan(400);
});
