// A bill with the tokens of an exam run: for whom the run was made, and for nobody else.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { SchoolbookError } from "../../core/errors.ts";
import { systemRuntime } from "../../core/runtime.ts";
import { estimateShare } from "../../exam/statistics/estimate-share.ts";
import { buildAnswer, buildArm, buildNumberQuestion } from "../../testing/index.ts";
import type { ProjectConfig } from "../config/config-schema.ts";
import { runProjectExam } from "../exam/run-project-exam.ts";
import { openProject } from "../open-project.ts";
import type { Project } from "../project/project.ts";
import { costsOfFile } from "./project-costs.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-costs-"));
  mkdirSync(join(folder, "docs"));
  const arm = (name: string) => ({ name, label: name, model: "openai/gpt-6-luna" });
  const own = { ...arm("A5"), calls: [{ input: 1_000_000, output: 0 }] };
  writeFileSync(
    join(folder, "costs.json"),
    JSON.stringify({ priceDate: "2026-11-26", arms: [arm("A1"), arm("A2"), own] }),
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const runtime = systemRuntime();

/** A1 reads 100 tokens and A2 a thousand, of which 800 cached; each writes 10; the last question of A2 fails. */
const BOTH: Readonly<Record<string, string>> = { A1: "fake:A1", A2: "fake:A2" };

/** Dollars that each call of an arm is said to have cost. */
type Costs = Readonly<Record<string, number>>;

const QUESTIONS = ["q1", "q2", "q3"].map((id) => buildNumberQuestion(id));

async function sitExam(project: Project, models = BOTH, costs: Costs = {}, questions = QUESTIONS): Promise<void> {
  await runProjectExam(project, {
    as: ["public"],
    run: "first",
    questions,
    arms: Object.entries(models).map(([name, model]) => buildArm(name, { model })),
    repeats: 1,
    runtime,
    ask: async ({ id }, { name, model }) => {
      if (name === "A2" && id === "q3") throw new SchoolbookError("input_invalid", "no");
      const inputTokens = name === "A1" ? { total: 100, cached: 0 } : { total: 1000, cached: 800 };
      const usage = { inputTokens, outputTokens: { total: 10, reasoning: 0 } };
      const costUsd = model === "nano" || model === "quoting" ? 0 : costs[name];
      const cost = costUsd === undefined ? {} : { costUsd };
      return Promise.resolve({
        answer: buildAnswer(model === "quoting" && id === "q1" ? "x" : `number ${id}`, { usage }),
        retrieved: [],
        ...cost,
      });
    },
  });
}

test("a price that no sum could be made of is named by its setting", async () => {
  const price = { input: 1e308, output: 1 };
  await expect(openSmall({ house: { reference: "ollama:house", price } })).rejects.toThrow(
    "models.house.price.input is 1e+308; expected at most 1000000.",
  );
});

async function openSmall(models: ProjectConfig["models"] = {}): Promise<Project> {
  const access = [{ path: "**", allow: ["public"] }];
  return openProject({
    folder,
    config: { embedder: null, models, sources: { docs: { kind: "folder", path: "docs", access } } },
  });
}

test("arms that name no calls take those of the run, and calls that failed cost nothing that is known", async () => {
  await using project = await openSmall();
  await sitExam(project);
  const measured = { project, as: ["public"], run: "first" };
  const { arms } = await costsOfFile({ path: join(folder, "costs.json"), runtime, measured });
  // at $0.10 in, $0.01 cached and $0.50 out for a million
  expect(arms.map(({ name, usdPerQuestion }) => [name, usdPerQuestion])).toEqual([
    ["A1", expect.closeTo((100 * 0.1 + 10 * 0.5) / 1e6, 12)],
    ["A2", expect.closeTo((200 * 0.1 + 800 * 0.01 + 10 * 0.5) / 1e6, 12)],
    // the plan's own call, above the 272,000 tokens from which on a million costs twice as much
    ["A5", expect.closeTo(0.2, 12)],
  ]);
});

test("a run alone is a bill: its models at the day's price, right answers counted, and nobody is told that nothing is known", async () => {
  await using project = await openSmall();
  await sitExam(project, { A1: "openai/gpt-6-luna", A2: "house/model", A3: "nano", A4: "quoting" });
  const measured = { project, as: ["public"], run: "first" };
  const { arms, notes } = await costsOfFile({ path: undefined, date: "2026-11-26", runtime, measured });
  expect(arms.map(({ name, usdPerQuestion, price }) => [name, usdPerQuestion > 0, price.kind, price.source])).toEqual([
    ["A1", true, "list", expect.stringContaining("genai-prices")],
    ["A2", false, "unknown", "no price known: its tokens count as $0"],
    ["A3", false, "not-billed", "no price known: runs on this machine"],
    ["A4", false, "not-billed", "asks no model"],
  ]);
  expect(arms.map(({ right }) => right?.value)).toEqual([1, 1, 1, 2 / 3]);
  expect(notes).toEqual([
    "A2: of 3 rows, 1 failed. Its bill is that of the others, and so are its right answers: it is not compared with other arms for a right answer, since the rows that are left out would move the difference.",
    expect.stringContaining("No price is known of house/model: its tokens count as $0."),
  ]);
});

test("right answers of a run have the interval that the run gives them: questions that belong together count as such", async () => {
  await using project = await openSmall();
  const clusters = ["one", "one", "two"];
  const questions = QUESTIONS.map((question, at) => ({ ...question, cluster: clusters[at] ?? "" }));
  await sitExam(project, { A1: "quoting" }, {}, questions);
  const measured = { project, as: ["public"], run: "first" };
  const { arms } = await costsOfFile({ path: undefined, runtime, measured });
  expect(arms[0]?.right).toEqual(estimateShare([0, 1, 1], { clusters }));
  expect(arms[0]?.right).not.toEqual(estimateShare([0, 1, 1]));
});

test("arms that failed or were not asked everywhere say so, and their right answers are compared with nobody's", async () => {
  await using project = await openSmall();
  await sitExam(project, { A1: "openai/gpt-6-luna", A2: "nano", A3: "quoting" });
  cutLast(join(folder, ".schoolbook", "exams", "runs", "first", "log.jsonl"));
  const measured = { project, as: ["public"], run: "first" };
  const { arms, rows, breakEvens, traffic, notes } = await costsOfFile({ path: undefined, runtime, measured });
  expect(rows).toEqual([
    { name: "A1", asked: 3, failed: 0, unscored: 0, missing: 0 },
    { name: "A2", asked: 3, failed: 1, unscored: 0, missing: 0 },
    { name: "A3", asked: 2, failed: 0, unscored: 0, missing: 1 },
  ]);
  expect(arms.map(({ isPartial }) => isPartial)).toEqual([undefined, true, true]);
  expect(breakEvens.filter(({ by }) => by === "right-answer")).toEqual([]);
  expect(breakEvens).toHaveLength(3);
  expect(traffic[0]).not.toHaveProperty("cheapestByRightAnswer");
  expect(traffic[0]?.arms.map((arm) => "usdPerRightAnswer" in arm)).toEqual([true, false, false]);
  expect(notes).toEqual([
    expect.stringContaining("A2: of 3 rows, 1 failed."),
    expect.stringContaining("A3: of 3 rows, 1 missing."),
  ]);
});

/** As a run that was ended before its last row, of A3, was there. */
function cutLast(log: string): void {
  const lines = readFileSync(log, "utf8").trim().split("\n");
  const last = lines.findLastIndex((line) => line.includes('"arm":"A3"'));
  writeFileSync(log, `${lines.filter((_, at) => at !== last).join("\n")}\n`);
}

test("a row that was damaged is named by its file and line", async () => {
  await using project = await openSmall();
  await sitExam(project);
  const log = join(folder, ".schoolbook", "exams", "runs", "first", "log.jsonl");
  const lines = readFileSync(log, "utf8").split("\n");
  const at = lines.findIndex((line) => line.includes('"inputTokens"'));
  writeFileSync(
    log,
    lines.map((line, row) => (row === at ? line.replace('"inputTokens"', '"tokens"') : line)).join("\n"),
  );
  const measured = { project, as: ["public"], run: "first" };
  await expect(costsOfFile({ path: undefined, runtime, measured })).rejects.toMatchObject({
    code: "input_invalid",
    message: `${log} line ${at + 1}: the answer's \`usage.inputTokens\` cannot be read.`,
  });
});

test("a price of the configuration holds for a run's model, and the plan's own goes before it", async () => {
  await using project = await openSmall({ house: { reference: "ollama:house", price: { input: 2, output: 3 } } });
  await sitExam(project, { A1: "ollama:house" });
  const measured = { project, as: ["public"], run: "first" };
  const { arms } = await costsOfFile({ path: undefined, runtime, measured });
  expect(arms[0]).toMatchObject({
    usdPerQuestion: expect.closeTo((100 * 2 + 10 * 3) / 1e6, 12),
    price: { kind: "own", source: "the configuration" },
  });
  const plan = { prices: { "ollama:house": { input: 1, output: 1 } }, arms: [{ name: "A1", label: "the prompt" }] };
  writeFileSync(join(folder, "own.json"), JSON.stringify(plan));
  const own = await costsOfFile({ path: join(folder, "own.json"), runtime, measured });
  expect(own.arms[0]).toMatchObject({ usdPerQuestion: expect.closeTo(110 / 1e6, 12), right: { value: 1 } });
  await expect(costsOfFile({ path: undefined, runtime })).rejects.toMatchObject({ code: "usage" });
});

test("of two prices of one reference that counts which the run recorded, and where it says nothing the bill tells its doubt", async () => {
  const entry = (reference: string, input: number) => ({ reference, price: { input, output: 0 } });
  const [x, y, z] = ["openai:x", "openai:y", "openai:z"] as const;
  const models = {
    x1: entry(x, 1),
    x2: entry(x, 50),
    y1: entry(y, 1),
    y2: entry(y, 50),
    z2: entry(z, 50),
    z1: entry(z, 1),
  };
  await using project = await openSmall(models);
  await sitExam(project, { A1: x, A3: y, A4: z }, { A1: 100 / 1e6, A3: (1000 * 50) / 1e6 });
  const measured = { project, as: ["public"], run: "first" };
  const { arms, notes } = await costsOfFile({ path: undefined, runtime, measured });
  expect(arms.map(({ usdPerQuestion, price }) => [usdPerQuestion, price.source])).toEqual([
    [expect.closeTo(100 / 1e6, 12), "models.x1 of the configuration"],
    [expect.closeTo((1000 * 50) / 1e6, 12), "models.y2 of the configuration"],
    [expect.closeTo((1000 * 50) / 1e6, 12), "models.z2 of the configuration"],
  ]);
  expect(notes).toEqual([expect.stringContaining("openai:z is configured at several prices (z2, z1)")]);
});

test("a run that was made for others is refused, and so is a plan without any tokens", async () => {
  await using project = await openSmall();
  await sitExam(project);
  const path = join(folder, "costs.json");
  const asAnother = { project, as: ["user:ann"], run: "first" };
  await expect(costsOfFile({ path, runtime, measured: asAnother })).rejects.toMatchObject({ code: "access_denied" });
  await expect(costsOfFile({ path, runtime })).rejects.toThrow(/Nothing is known about the tokens of A1/u);
});
