// A run that less is asked of than before: nothing that it has recorded is taken away.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { systemRuntime } from "../../core/runtime.ts";
import type { Question } from "../../spec/exam.ts";
import { buildAnswer, buildArm, buildNumberQuestion } from "../../testing/index.ts";
import { readRun } from "./read-run.ts";
import { runExam, type RunOptions } from "./run-exam.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "exam-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const QUESTIONS = ["a", "b", "c", "d"].map((id) => buildNumberQuestion(id));
const ARMS = [buildArm("A0"), buildArm("A2")];

async function run(given: Partial<RunOptions> = {}) {
  return runExam({
    folder,
    run: "first",
    questions: QUESTIONS,
    arms: ARMS,
    repeats: 1,
    principals: ["public"],
    ask: async ({ id }) => Promise.resolve({ answer: buildAnswer(`number ${id}`), retrieved: [], costUsd: 0 }),
    runtime: systemRuntime(),
    ...given,
  });
}

async function held() {
  await using read = readRun({ folder, run: "first", principals: ["public"], runtime: systemRuntime() });
  const rows = [...read.trials()].map(({ question, arm, repeat }) => `${question.id} ${arm} ${repeat}`);
  return { rows, missing: read.missing, arms: read.plan.arms.map(({ name }) => name) };
}

const ids = (questions: readonly Question[]): readonly string[] => questions.map(({ id }) => id);

test("a limit on a run that is done asks nothing and leaves it whole", async () => {
  await run();
  const before = await held();
  const report = await run({ questions: QUESTIONS.slice(0, 1), pickedFrom: ids(QUESTIONS) });
  expect(report).toMatchObject({ rows: 2, kept: 2, asked: 0, missing: 0, besides: 6 });
  expect(await held()).toEqual(before);
  expect(before.rows).toHaveLength(8);
});

test("a limit on a new run holds what was asked, and grows with the next", async () => {
  await run({ questions: QUESTIONS.slice(2, 3), pickedFrom: ids(QUESTIONS) });
  expect(await held()).toMatchObject({ rows: ["c A0 0", "c A2 0"], missing: 0 });
  expect(await run({ questions: QUESTIONS.slice(0, 1), pickedFrom: ids(QUESTIONS) })).toMatchObject({ besides: 2 });
  expect(await held()).toMatchObject({ rows: ["a A0 0", "a A2 0", "c A0 0", "c A2 0"], missing: 0 });
});

test("fewer arms and fewer repeats take nothing away either", async () => {
  await run({ repeats: 2 });
  expect(await run({ arms: ARMS.slice(1) })).toMatchObject({ rows: 4, asked: 0, besides: 12 });
  const whole = await held();
  expect(whole).toMatchObject({ missing: 0, arms: ["A0", "A2"] });
  expect(whole.rows).toHaveLength(16);
});

test("an arm that is added stands behind those that stay", async () => {
  await run();
  await run({ arms: [buildArm("A5"), buildArm("A2")] });
  expect(await held()).toMatchObject({ arms: ["A0", "A2", "A5"], missing: 0 });
});

test("a question that was taken out of the exam goes, and one that was never asked does not come", async () => {
  await run({ questions: QUESTIONS.slice(0, 3) });
  await run({ questions: [buildNumberQuestion("a")], pickedFrom: ["a", "c", "d"] });
  expect((await held()).rows).toEqual(["a A0 0", "a A2 0", "c A0 0", "c A2 0"]);
  await run({ questions: QUESTIONS.slice(0, 1) });
  expect((await held()).rows).toEqual(["a A0 0", "a A2 0"]);
});

test("an arm of which nothing was recorded is forgotten", async () => {
  await run({ arms: [buildArm("A9")], signal: AbortSignal.abort() });
  await run();
  expect(await held()).toMatchObject({ arms: ["A0", "A2"] });
});

test("where an arm has become another one, a part of the questions is refused before anything is asked or lost", async () => {
  await run();
  const before = await held();
  const changed = [buildArm("A0"), buildArm("A2", { version: "other" })];
  const part = run({ arms: changed, questions: QUESTIONS.slice(0, 1), pickedFrom: ids(QUESTIONS) });
  await expect(part).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("would take 3 recorded rows away"),
    hint: expect.stringContaining("--run"),
  });
  expect(await held()).toEqual(before);
  expect(await run({ arms: changed })).toMatchObject({ asked: 4, kept: 4, besides: 0 });
});
