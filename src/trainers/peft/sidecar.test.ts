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

const execute = promisify(execFile);
const place = createWorkplace();
afterAll(() => place[Symbol.dispose]());

const LONG = { timeout: 300_000 };

withSidecar("the Python trainer", (python) => {
  const trainer = (options: Partial<Omit<PeftOptions, "python">> = {}) => {
    const settings = { device: "cpu", ...options.settings } as const;
    return createPeftTrainer({ runtime: systemRuntime(), ...options, python: () => python, settings });
  };

  const planOf = (changes: Partial<TrainPlan> = {}): TrainPlan => ({
    name: "pumps",
    base: "nano",
    baseFolder: NANO,
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

  test("its own tests pass: T1 to T9, T15, T16, T17, T22, T23 and T24 among them", LONG, async () => {
    const args = ["-B", "-m", "unittest", "discover", "-v", "-s", SIDECAR_FOLDER, "-p", "test_*.py"];
    const env = { ...process.env, HF_HUB_OFFLINE: "1", OMP_NUM_THREADS: "1", PYTHONWARNINGS: "ignore" };
    const { stderr } = await execute(python, args, { env });
    expect(stderr).toMatch(/^Ran \d+ tests in [\d.]+s\s+OK(?: \(skipped=\d+\))?$/mu);
    // QLoRA's library comes with the CUDA set alone.
    expect(
      [...stderr.matchAll(/ \.\.\. skipped (.+)$/gmu)].filter(([, why = ""]) => !why.includes("bitsandbytes")),
    ).toEqual([]);
    const numbers = [...stderr.matchAll(/(?<=^test\w*_t)\d+(?=_)/gmu)].map(([number]) => Number(number));
    expect([...new Set(numbers)].toSorted((one, other) => one - other)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 22, 23, 24,
    ]);
  });

  test("T21: killed three times with signal 9, a run ends bit for bit like one that was not", LONG, async () => {
    const base = await writeTinyLlama(join(place.folder, "tiny-llama"));
    const outcome = await killTraining({ python, base, folder: place.newFolder(), kills: 3, seed: 5 });
    expect(outcome).toMatchObject({ kills: 3, isEqual: true });
  });

  test("T8: what will be learnt is told before the first step, and what came of it after the last", LONG, async () => {
    const neutralTexts = ["The harbour lies quiet in the morning.", "x"];
    const events = await Array.fromAsync(trainer().train(planOf({ neutralTexts })));
    const [begin] = events;
    if (begin?.kind !== "begin") throw new Error("it begins with something else");
    expect(begin).toMatchObject({ step: 0, steps: 6 });
    expect(begin.supervised).toBeLessThan(begin.tokens);
    const finish = events.at(-1);
    if (finish?.kind !== "finish") throw new Error("it ends with something else");
    expect(finish.checks.losses).toEqual(losses(events));
    expect(finish.checks.largestShift).toBeGreaterThan(0);
    expect(finish.checks.neutral?.before).not.toBe(finish.checks.neutral?.after);
  });

  test("an exam at a checkpoint stops the run, and the best checkpoint's adapter is taken", LONG, async () => {
    const seen: number[] = [];
    const folder = place.newFolder();
    const stopping = trainer({
      afterCheckpoint: async ({ step }) => {
        seen.push(step);
        return step < 4 ? { kind: "go-on" } : { kind: "stop", useStep: 2 };
      },
    });
    const events = await Array.fromAsync(stopping.train(planOf({ folder, checkpointSteps: 2 })));
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

  test("two processes that share the rows come to the losses of one, and both end", LONG, async () => {
    const alone = losses(await Array.fromAsync(trainer().train(planOf())));
    const shared = losses(await Array.fromAsync(trainer({ settings: { processes: 2 } }).train(planOf())));
    expect(shared).toHaveLength(alone.length);
    for (const [index, loss] of shared.entries()) expect(loss).toBeCloseTo(alone[index] ?? Number.NaN, 4);
  });

  test("QLoRA on a processor is refused with a word on what to do", LONG, async () => {
    const run = Array.fromAsync(trainer({ settings: { quantise: "4bit" } }).train(planOf()));
    await expect(run).rejects.toMatchObject({
      code: "input_invalid",
      message: expect.stringContaining("needs a CUDA"),
    });
  });

  test("T6: rows that are too long stop the run by their numbers", LONG, async () => {
    const run = Array.fromAsync(trainer().train(planOf({ maxTokens: 10 })));
    await expect(run).rejects.toMatchObject({
      code: "input_invalid",
      message: expect.stringContaining("8 of 8 examples are too long (row 1, 2, 3, 4, 5 and 3 more)"),
    });
  });

  test("a base that is not there, and a folder with other settings, are refused", LONG, async () => {
    const away = Array.fromAsync(trainer().train(planOf({ baseFolder: join(place.folder, "nowhere") })));
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
