// Training that is measured on rows it does not learn from: the best adapter is kept, and a run that learns no more is ended.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { systemRuntime } from "../../src/core/runtime.ts";
import type { TrainEvent, TrainPlan } from "../../src/spec/training.ts";
import { builtinTrainer } from "../../src/trainers/builtin/trainer.ts";
import { writeToyBase } from "./toy-base.ts";
import { adapterHash, toyExamples, toyPlan, trainAll } from "./toy-plan.ts";

const TIMEOUT = { timeout: 240_000 };

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "schoolbook-held-out-"));
  await writeToyBase(join(root, "base"), { architecture: "qwen3" });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What is measured is answered otherwise than what is learnt: its loss falls with the form of a reply and then rises. */
function plan(name: string, changes: Partial<TrainPlan> = {}): TrainPlan {
  const rows = toyExamples(16);
  const reply = { role: "assistant", content: "Nobody of us has ever seen that one." } as const;
  return toyPlan({
    base: join(root, "base"),
    folder: join(root, name),
    examples: rows,
    heldOut: rows.slice(0, 4).map((row) => ({ ...row, messages: [...row.messages.slice(0, 1), reply] })),
    learningRate: 0.03,
    epochs: 6,
    measureSteps: 3,
    ...changes,
  });
}

function checksIn(events: readonly TrainEvent[]) {
  const last = events.at(-1);
  if (last?.kind !== "finish" || last.checks.heldOut === undefined) throw new Error("nothing was measured");
  return { ...last.checks.heldOut, losses: last.checks.losses };
}

test("the loss on held-out rows is told as it is measured, from the base's own to the end's", TIMEOUT, async () => {
  const events = await trainAll(plan("curve"));
  const told = events.flatMap((event) => (event.kind === "held-out" ? [{ step: event.step, loss: event.loss }] : []));
  expect(told.map(({ step }) => step)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24]);
  const { rows, curve, bestStep } = checksIn(events);
  expect(rows).toBe(4);
  expect(curve).toEqual(told);
  const least = Math.min(...told.slice(1).map(({ loss }) => loss));
  expect(told.find(({ step }) => step === bestStep)?.loss).toBe(least);
  expect(least).toBeLessThan(told[0]?.loss ?? 0);
});

test("the adapter that is written is that of the best measurement, not the last one", TIMEOUT, async () => {
  const { bestStep, losses, curve } = checksIn(await trainAll(plan("best")));
  expect(losses).toHaveLength(24);
  expect(bestStep).toBeLessThan(24);
  const again = await trainAll(plan("best-measured", { measureSteps: 24 }));
  expect(checksIn(again).curve.at(-1)).toEqual(curve.at(-1));
  expect(adapterHash(join(root, "best"))).not.toBe(adapterHash(join(root, "best-measured")));
});

test(
  "a run whose held-out loss falls no more is ended, and asked for again it is the same at once",
  TIMEOUT,
  async () => {
    const stopping = plan("patience", { patience: 2 });
    const { bestStep, losses, curve } = checksIn(await trainAll(stopping));
    expect(losses.length).toBeLessThan(24);
    expect(losses.length).toBe(curve.at(-1)?.step);
    expect(losses.length - bestStep).toBe(6);
    const hash = adapterHash(stopping.folder);
    const again = await trainAll(stopping);
    expect(again.filter(({ kind }) => kind === "step" || kind === "held-out")).toEqual([]);
    expect(checksIn(again)).toEqual({ rows: 4, bestStep, losses, curve });
    expect(adapterHash(stopping.folder)).toBe(hash);
  },
);

test("T21: a measured run that is broken off ends with the very numbers of one that is not", TIMEOUT, async () => {
  const straight = checksIn(await trainAll(plan("straight", { checkpointSteps: 4 })));
  const broken = plan("broken", { checkpointSteps: 4 });
  for (let rounds = 0; rounds < 3; rounds += 1) {
    for await (const event of builtinTrainer.create(systemRuntime()).train(broken)) {
      if (event.kind === "checkpoint") break;
    }
  }
  expect(checksIn(await trainAll(broken))).toEqual(straight);
  expect(adapterHash(broken.folder)).toBe(adapterHash(join(root, "straight")));
});

test("measuring changes no step: the losses are those of a run that measures nothing", TIMEOUT, async () => {
  const { losses } = checksIn(await trainAll(plan("measured")));
  const { heldOut: _, measureSteps: __, ...unmeasured } = plan("unmeasured");
  const finish = (await trainAll(unmeasured)).at(-1);
  expect(finish?.kind === "finish" && finish.checks.losses).toEqual(losses);
});

test(
  "what is held out counts for whom the adapter may serve, and nothing is measured without it",
  TIMEOUT,
  async () => {
    const closed = toyExamples(1).map((row) => ({ ...row, acl: ["group:board"] }));
    const finish = (await trainAll(plan("closed", { epochs: 1, heldOut: closed }))).at(-1);
    expect(finish?.kind === "finish" && finish.adapter.acls).toContainEqual(["group:board"]);
    await expect(trainAll(plan("nothing", { heldOut: [] }))).rejects.toThrow("no held-out example to measure");
  },
);
