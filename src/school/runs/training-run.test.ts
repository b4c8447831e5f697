import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { SchoolbookError } from "../../core/errors.ts";
import { acquireLock } from "../../core/lock.ts";
import { systemRuntime } from "../../core/runtime.ts";
import type { TrainEvent } from "../../spec/training.ts";
import { createFakeRuntime } from "../../testing/fake-runtime.ts";
import { followTraining } from "./follow-training.ts";
import { lossPicture } from "./loss-picture.ts";
import { readLog, trainingLog } from "./training-log.ts";
import { readTraining } from "./training-run.ts";
import { writeTrainingPage } from "./write-training-page.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-log-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const head = { name: "house", base: "nano", trainer: "builtin", settings: { rank: 4 }, examples: 8 };

const begin = (step: number): TrainEvent => ({ kind: "begin", step, steps: 6, tokens: 90, supervised: 30 });
const steps = (from: number, to: number): readonly TrainEvent[] =>
  Array.from({ length: to - from + 1 }, (_, at) => ({ kind: "step", step: from + at, steps: 6, loss: 10 - from - at }));
const checkpoint = (step: number): TrainEvent => ({ kind: "checkpoint", step, path: "x" });

/** Follows a trainer that tells these events; an error at the end is thrown by it. */
async function follow(...told: readonly (TrainEvent | Error)[]): Promise<void> {
  async function* events(): AsyncGenerator<TrainEvent> {
    for (const event of told) {
      if (event instanceof Error) throw event;
      yield event;
    }
  }
  const runtime = createFakeRuntime();
  for await (const _event of followTraining(events(), { folder, head, runtime })) continue;
}

test("a run that was cut short knows where it goes on, and done again is not counted twice", async () => {
  await follow(begin(0), ...steps(1, 2), checkpoint(2), ...steps(3, 4));
  expect(readTraining(folder, undefined)).toMatchObject({
    state: "stopped",
    step: 4,
    steps: 6,
    checkpoint: 2,
    tries: 1,
  });
  await follow(begin(2), ...steps(3, 3));
  const run = readTraining(folder, undefined);
  expect(run).toMatchObject({ state: "stopped", step: 3, checkpoint: 2, tries: 2 });
  expect(run?.curve).toEqual([1, 2, 3].map((step) => ({ step, loss: 10 - step })));
});

test("half a line that a kill has left costs that line and no other", async () => {
  await follow(begin(0), ...steps(1, 2), checkpoint(2));
  appendFileSync(trainingLog(folder), '{"kind":"step","at":1,"st');
  await follow(begin(2), ...steps(3, 6));
  expect(readTraining(folder, undefined)?.curve).toHaveLength(6);
  expect(readLog(folder).filter(({ kind }) => kind === "begin")).toHaveLength(2);
});

test("what failed says why, what was cancelled was stopped, and what never began is no run", async () => {
  const failing = follow(new SchoolbookError("input_invalid", "There is no example to learn from."));
  await expect(failing).rejects.toMatchObject({ code: "input_invalid" });
  expect(readTraining(folder, undefined)).toBeUndefined();
  const astray = new SchoolbookError("input_invalid", "Training went astray at step 2.");
  await expect(follow(begin(0), ...steps(1, 1), astray)).rejects.toThrow("astray");
  expect(readTraining(folder, undefined)).toMatchObject({ state: "failed", reason: "Training went astray at step 2." });
  await expect(follow(begin(0), new SchoolbookError("cancelled", "Stopped."))).rejects.toThrow("Stopped");
  expect(readTraining(folder, undefined)).toMatchObject({ state: "stopped" });
});

test("whoever holds the run's lock is training", async () => {
  await follow(begin(0), ...steps(1, 3));
  using _lock = await acquireLock(join(folder, "run.lock"), { command: "x", waitMs: 0, runtime: systemRuntime() });
  const run = readTraining(folder, undefined);
  expect(run).toMatchObject({ state: "training", step: 3 });
  if (run === undefined) throw new Error("there is no run");
  const page = writeTrainingPage(run);
  expect(page).toContain('<meta http-equiv="refresh" content="5">');
  expect(page).toContain("Loss from 9.000 at step 1 to 7.000 at step 3 of 6.");
});

test("a page shows names as they are and nothing of them as markup", async () => {
  await follow(begin(0), ...steps(1, 2));
  const run = readTraining(folder, undefined);
  if (run === undefined) throw new Error("there is no run");
  const page = writeTrainingPage({ ...run, base: "<script>alert(1)</script>" });
  expect(page).toContain("&lt;script&gt;");
  expect(page).not.toContain("<script>");
});

test("a picture of thousands of steps has no more points than places, and its last step is there", () => {
  const curve = Array.from({ length: 9999 }, (_, at) => ({ step: at + 1, loss: 5 }));
  const { html } = lossPicture({ curve, steps: 9999 });
  const points = /points="([^"]*)"/u.exec(html)?.[1]?.split(" ") ?? [];
  expect(points.length).toBeLessThanOrEqual(401);
  expect(points.at(-1)).toMatch(/^708,/u);
  expect(lossPicture({ curve: [], steps: 4 }).html).toContain("No step is done yet");
});

test("a log that is no log holds nothing", () => {
  writeFileSync(trainingLog(folder), "what is this?\n[]\n");
  expect(readTraining(folder, undefined)).toBeUndefined();
});
