// The built-in trainer from plan to adapter on toy models: what it refuses, what it promises, what it leaves on the disk.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { systemRuntime } from "../../src/core/runtime.ts";
import { messageText } from "../../src/school/examples/message-text.ts";
import type { TrainEvent, TrainPlan } from "../../src/spec/training.ts";
import { checkpointFile } from "../../src/trainers/builtin/run/checkpoint.ts";
import { builtinTrainer } from "../../src/trainers/builtin/trainer.ts";
import { readLora } from "../../src/weights/lora/read-lora.ts";
import { toFloat32 } from "../../src/weights/number-formats.ts";
import { openSafetensors } from "../../src/weights/safetensors/open-safetensors.ts";
import { greedyReplies } from "./greedy-replies.ts";
import { killAndResume } from "./killed-run.ts";
import { writeToyBase } from "./toy-base.ts";
import { adapterHash, toyExamples, toyPlan, trainAll } from "./toy-plan.ts";

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

test("T1: equal settings give the same bytes, and another seed gives others", TIMEOUT, async () => {
  const run = async (name: string, seed: number): Promise<string> => {
    await trainAll(toyPlan({ base, folder: join(root, name), seed }));
    return adapterHash(join(root, name));
  };
  const hash = await run("seed-3", 3);
  expect(await run("seed-3-again", 3)).toBe(hash);
  expect(await run("seed-4", 4)).not.toBe(hash);
});

test("T2: greedy replies to the questions of 20 rows end, with what was taught before the end", TIMEOUT, async () => {
  const folder = join(root, "ends");
  const examples = toyExamples(20);
  await trainAll(toyPlan({ base, folder, examples, epochs: 40, rank: 8, learningRate: 0.02, maxGradient: 1 }));
  const replies = await greedyReplies(examples, { baseFolder: base, adapterFolder: join(folder, "adapter") });
  expect(replies).toEqual(examples.map(({ messages }) => `${messages.slice(-1).map(messageText).join("")}<|im_end|>`));
});

test("T15: an adapter that changes nothing is no adapter: the run fails", TIMEOUT, async () => {
  const plan = toyPlan({ base, folder: join(root, "nothing"), learningRate: 1e-30 });
  await expect(trainAll(plan)).rejects.toMatchObject({
    code: "input_invalid",
    message: expect.stringContaining("answers exactly as its base"),
  });
});

test("T23: the gradient of eight rows at once is that of the eight alone, each by its tokens", TIMEOUT, async () => {
  const examples = toyExamples(8);
  const together = await gradientOf("together", examples);
  const alone = await Promise.all(examples.map(async (one, at) => gradientOf(`alone-${at}`, [one])));
  const tokens = alone.reduce((sum, one) => sum + one.tokens, 0);
  expect(new Set(alone.map((one) => one.tokens)).size).toBeGreaterThan(1);
  expect(together.tokens).toBe(tokens);
  const meanOf = (numberOf: (one: Gradient) => number): number =>
    alone.reduce((sum, one) => sum + numberOf(one) * one.tokens, 0) / tokens;
  expect(together.loss).toBeCloseTo(
    meanOf(({ loss }) => loss),
    5,
  );
  const largest = Math.max(...together.values.map(Math.abs));
  const differences = [...together.values].map((value, at) =>
    Math.abs(value - meanOf(({ values }) => values[at] ?? 0)),
  );
  expect(Math.max(...differences)).toBeLessThan(largest * 1e-4);
});

type Gradient = { readonly tokens: number; readonly loss: number; readonly values: Float32Array };

/** Of one step on all of the examples: a tenth of it is the optimiser's first mean. */
async function gradientOf(name: string, examples: TrainPlan["examples"]): Promise<Gradient> {
  const folder = join(root, `gradient-${name}`);
  const events = await trainAll(toyPlan({ base, folder, examples, epochs: 1, batchSize: 8, maxGradient: 1e9 }));
  const begin = events.find(({ kind }) => kind === "begin");
  await using file = await openSafetensors(checkpointFile(folder));
  const place = file.tensors.get("mean");
  if (place === undefined || begin?.kind !== "begin") throw new Error("the run left no gradient");
  const values = toFloat32(await file.read(place), "F32");
  return { tokens: begin.supervised, loss: finishOf(events).checks.losses[0] ?? Number.NaN, values };
}

test(
  "T21 T22: a run that is killed three times ends with the very numbers of one that is not, and no more of them",
  TIMEOUT,
  async () => {
    const { straight, resumed, resumedAt } = await killAndResume(3, 1);
    expect(resumedAt.some((step) => step > 0)).toBe(true);
    expect(resumed).toBe(straight);
  },
);

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
