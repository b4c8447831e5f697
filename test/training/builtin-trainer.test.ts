// The built-in trainer from plan to adapter on toy models: what it refuses, what it promises, what it leaves on the disk.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { systemRuntime } from "../../src/core/runtime.ts";
import type { TrainEvent } from "../../src/spec/training.ts";
import { builtinTrainer } from "../../src/trainers/builtin/trainer.ts";
import { readLora } from "../../src/weights/lora/read-lora.ts";
import { killAndResume } from "./killed-run.ts";
import { writeToyBase } from "./toy-base.ts";
import { adapterHash, toyPlan, trainAll } from "./toy-plan.ts";

const TIMEOUT = { timeout: 240_000 };
let root: string;
let base: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "schoolbook-trainer-"));
  base = join(root, "qwen3");
  await writeToyBase(base, { architecture: "qwen3" });
  await writeToyBase(join(root, "llama"), { architecture: "llama", tied: false });
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function finishOf(events: readonly TrainEvent[]): Extract<TrainEvent, { kind: "finish" }> {
  const last = events.at(-1);
  if (last?.kind !== "finish") throw new Error(`the run ended with ${last?.kind ?? "nothing"}`);
  return last;
}

test.each(["qwen3", "llama"])(
  "a %s model learns its rows, and the adapter on disk is PEFT's",
  TIMEOUT,
  async (name) => {
    const folder = join(root, `learns-${name}`);
    const neutralTexts = ["The river rises in the hills and falls into the sea."];
    const events = await trainAll(
      toyPlan({ base: join(root, name), folder, epochs: 6, rank: 12, learningRate: 0.03, neutralTexts }),
    );
    const { adapter, checks } = finishOf(events);
    expect(checks.losses).toHaveLength(30);
    expect(checks.losses.at(-1)).toBeLessThan((checks.losses[0] ?? 0) * 0.6);
    expect(checks.largestShift).toBeGreaterThan(0);
    expect(checks.neutral?.after).not.toBe(checks.neutral?.before);
    expect(adapter.acls).toEqual([["group:staff"], ["public"]]);
    const lora = await readLora(adapter.path);
    expect(lora.config).toMatchObject({ peft_type: "LORA", r: 12, lora_alpha: 8 });
    expect(lora.others).toEqual([]);
    expect(lora.tensors).toHaveLength(2 * 7 * 2);
    expect(lora.tensors.find(({ name: matrix, half }) => matrix.endsWith("down_proj") && half === "B")?.shape).toEqual([
      64, 12,
    ]);
  },
);

test("T21: a run that is killed three times ends with the very numbers of a run that is not", TIMEOUT, async () => {
  const { straight, resumed, resumedAt } = await killAndResume(3, 1);
  expect(resumedAt.some((step) => step > 0)).toBe(true);
  expect(resumed).toBe(straight);
});

test("two threads come to the very numbers of one", TIMEOUT, async () => {
  await trainAll(toyPlan({ base, folder: join(root, "one") }));
  await trainAll(toyPlan({ base, folder: join(root, "two"), threads: 2 }));
  expect(adapterHash(join(root, "two"))).toBe(adapterHash(join(root, "one")));
});

test("T22: a finished run that is asked for again gives the same adapter at once", TIMEOUT, async () => {
  const plan = toyPlan({ base, folder: join(root, "again") });
  await trainAll(plan);
  const hash = adapterHash(plan.folder);
  const events = await trainAll(plan);
  expect(events.filter(({ kind }) => kind === "step")).toEqual([]);
  expect(finishOf(events).checks.losses).toHaveLength(15);
  expect(adapterHash(plan.folder)).toBe(hash);
});

test("two at once on one adapter: the second is told that it is being trained, and by whom", TIMEOUT, async () => {
  const plan = toyPlan({ base, folder: join(root, "twice"), epochs: 1000 });
  for await (const event of builtinTrainer.create(systemRuntime()).train(plan)) {
    if (event.kind !== "step") continue;
    await expect(trainAll(plan)).rejects.toMatchObject({
      code: "training_busy",
      message: expect.stringMatching(/the adapter toy is still being trained by `training toy` \(process \d+/u),
      hint: expect.stringContaining("--name"),
    });
    break;
  }
});

test("a folder that holds a run with other settings is refused", TIMEOUT, async () => {
  const plan = toyPlan({ base, folder: join(root, "other"), epochs: 1 });
  await trainAll(plan);
  await expect(trainAll({ ...plan, learningRate: 0.02 })).rejects.toMatchObject({ code: "input_invalid" });
});

test("cancelling ends the process, and the next run goes on from its checkpoint", TIMEOUT, async () => {
  const stop = new AbortController();
  const plan = toyPlan({ base, folder: join(root, "cancelled") });
  const run = async (): Promise<void> => {
    for await (const event of builtinTrainer.create(systemRuntime()).train({ ...plan, abortSignal: stop.signal })) {
      if (event.kind === "checkpoint") stop.abort();
    }
  };
  await expect(run()).rejects.toThrow();
  const [begin] = await trainAll(plan);
  expect(begin).toMatchObject({ kind: "begin", step: expect.any(Number) });
  expect(begin?.kind === "begin" && begin.step).toBeGreaterThan(0);
});

test(
  "T6: a row without an assistant's turn, or longer than the model's context, stops the run before it begins",
  TIMEOUT,
  async () => {
    const silent = [{ messages: [{ role: "user" as const, content: "Hello?" }], weight: 1, acl: [] }];
    const long = [
      { ...silent[0], messages: [{ role: "assistant" as const, content: "word ".repeat(600) }], weight: 1, acl: [] },
    ];
    const folder = join(root, "refused");
    await expect(trainAll(toyPlan({ base, folder, examples: silent }))).rejects.toThrow(
      /Example 1 has nothing to learn/u,
    );
    await expect(trainAll(toyPlan({ base, folder, examples: long }))).rejects.toThrow(
      /Example 1 has \d+ tokens, and 256 fit/u,
    );
  },
);

test(
  "T9: a base with a chat template of its own is refused, since it would be served in another form",
  TIMEOUT,
  async () => {
    const odd = join(root, "odd");
    await writeToyBase(odd, { architecture: "qwen3" });
    writeFileSync(join(odd, "chat_template.jinja"), "{{ messages }}");
    await expect(trainAll(toyPlan({ base: odd, folder: join(root, "odd-run") }))).rejects.toThrow(
      /chat template of its own/u,
    );
  },
);

test("the estimate counts tokens and says how much memory it takes", TIMEOUT, async () => {
  const estimate = await builtinTrainer
    .create(systemRuntime())
    .estimate(toyPlan({ base, folder: join(root, "estimate") }));
  expect(estimate.notes[0]).toMatch(/^20 examples, \d+ tokens, \d+ of them learnt from/u);
  expect(estimate.memoryBytes).toBeGreaterThan(readFileSync(join(base, "model.safetensors")).byteLength);
  expect(estimate.costUsd).toBe(0);
});
