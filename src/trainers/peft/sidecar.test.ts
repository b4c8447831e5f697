import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, expect, test } from "vitest";

import { killTraining } from "../../../test/trainers/kill-training.ts";
import { createWorkplace, NANO, withSidecar, writeTinyLlama } from "../../../test/trainers/peft-sidecar.ts";
import { systemRuntime } from "../../core/runtime.ts";
import type { TrainEvent, TrainPlan } from "../../spec/training.ts";
import { trainerExamples } from "../../testing/trainer-suite.ts";
import { createPeftTrainer, type PeftOptions } from "./peft-trainer.ts";
import { SIDECAR_FOLDER } from "./run-sidecar.ts";
import type { SidecarFacts } from "./sidecar-messages.ts";

const execute = promisify(execFile);
const place = createWorkplace();
afterAll(() => place[Symbol.dispose]());

const LONG = { timeout: 300_000 };

withSidecar("the Python trainer", (python) => {
  const trainer = (options: Partial<PeftOptions> = {}) =>
    createPeftTrainer({
      python,
      runtime: systemRuntime(),
      ...options,
      settings: { device: "cpu", ...options.settings },
    });

  const planOf = (changes: Partial<TrainPlan> = {}): TrainPlan => ({
    base: NANO,
    examples: trainerExamples(),
    rank: 4,
    alpha: 8,
    learningRate: 2e-3,
    epochs: 3,
    batchSize: 4,
    maxTokens: 256,
    seed: 7,
    folder: place.newFolder(),
    ...changes,
  });

  const losses = (events: readonly TrainEvent[]) =>
    events.flatMap((event) => (event.kind === "step" ? [event.loss] : []));

  test("its own tests pass (T1, T3, T4, T5, T6, T7, T8, T9, T16, T17, T22, T23 among them)", LONG, async () => {
    const args = ["-B", "-m", "unittest", "discover", "-s", SIDECAR_FOLDER, "-p", "test_*.py"];
    const env = { ...process.env, HF_HUB_OFFLINE: "1", OMP_NUM_THREADS: "1", PYTHONWARNINGS: "ignore" };
    const { stderr } = await execute(python, args, { env });
    expect(stderr).toMatch(/Ran 25 tests in [\d.]+s\s+OK/u);
  });

  test("T21: killed three times with signal 9, a run ends bit for bit like one that was not", LONG, async () => {
    const base = await writeTinyLlama(join(place.folder, "tiny-llama"));
    const outcome = await killTraining({ python, base, folder: place.newFolder(), kills: 3, seed: 5 });
    expect(outcome).toMatchObject({ kills: 3, isEqual: true });
  });

  test("T8: what will be learnt is told before the first step", LONG, async () => {
    let told: SidecarFacts | undefined;
    const events = await Array.fromAsync(trainer({ onFacts: (facts) => (told = facts) }).train(planOf()));
    expect(told).toMatchObject({ rows: 8, steps: 6, step: 0, cutRows: 0, endsLearnt: 8, device: "cpu" });
    expect(told?.learntTokens).toBeLessThan(told?.tokens ?? 0);
    expect(losses(events)).toHaveLength(6);
  });

  test("an exam at a checkpoint stops the run, and the best checkpoint's adapter is taken", LONG, async () => {
    const seen: number[] = [];
    const folder = place.newFolder();
    const stopping = trainer({
      settings: { checkpointEvery: 2 },
      afterCheckpoint: async ({ step }) => {
        seen.push(step);
        return step < 4 ? { kind: "go-on" } : { kind: "stop", useStep: 2 };
      },
    });
    const events = await Array.fromAsync(stopping.train(planOf({ folder })));
    expect(seen).toEqual([2, 4]);
    expect(losses(events)).toHaveLength(4);
    const weights = (path: string) => readFileSync(join(path, "adapter_model.safetensors"));
    expect(weights(join(folder, "adapter"))).toEqual(weights(join(folder, "checkpoints", "step-00000002")));
  });

  test.for([
    ["DoRA", { method: "dora" }, { use_dora: true }],
    ["rsLoRA", { scaling: "alpha/sqrt(rank)" }, { use_rslora: true }],
    ["bfloat16", { dtype: "bfloat16" }, {}],
    ["gradient checkpointing", { gradientCheckpointing: true }, {}],
  ] as const)("%s learns, and says so beside the weights", LONG, async ([, settings, written]) => {
    const folder = place.newFolder();
    const events = await Array.fromAsync(trainer({ settings }).train(planOf({ folder })));
    const seen = losses(events);
    expect(seen.at(-1)).toBeLessThan(seen[0] ?? Number.NaN);
    const config: unknown = JSON.parse(readFileSync(join(folder, "adapter", "adapter_config.json"), "utf8"));
    expect(config).toMatchObject({ r: 4, lora_alpha: 8, peft_type: "LORA", task_type: "CAUSAL_LM", ...written });
    expect(readdirSync(join(folder, "adapter")).toSorted()).toEqual([
      "adapter_config.json",
      "adapter_model.safetensors",
    ]);
  });

  test("QLoRA on a processor is refused with a word on what to do", LONG, async () => {
    const run = Array.fromAsync(trainer({ settings: { quantise: "4bit" } }).train(planOf()));
    await expect(run).rejects.toMatchObject({
      code: "input_invalid",
      message: expect.stringContaining("needs a CUDA"),
    });
  });

  test("T6: rows from which nothing would be learnt stop the run by their numbers", LONG, async () => {
    const run = Array.fromAsync(trainer().train(planOf({ maxTokens: 10 })));
    await expect(run).rejects.toMatchObject({
      code: "input_invalid",
      message: expect.stringContaining("8 of 8 examples (row 1, 2, 3, 4, 5 and 3 more)"),
    });
  });

  test("a base that is not there, and a folder with other settings, are refused", LONG, async () => {
    const away = Array.fromAsync(trainer().train(planOf({ base: join(place.folder, "nowhere") })));
    await expect(away).rejects.toMatchObject({ code: "not_found" });
    const plan = planOf({ epochs: 1 });
    await Array.fromAsync(trainer().train(plan));
    const other = Array.fromAsync(trainer().train({ ...plan, rank: 8 }));
    await expect(other).rejects.toMatchObject({
      code: "input_invalid",
      message: expect.stringContaining("other settings"),
    });
  });

  test("two at once in one folder: the second is told who trains there", LONG, async () => {
    const plan = planOf();
    for await (const event of trainer().train(plan)) {
      if (event.kind !== "step") continue;
      await expect(Array.fromAsync(trainer().train(plan))).rejects.toMatchObject({ code: "training_busy" });
      break;
    }
  });
});
