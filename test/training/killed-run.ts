// Kills a training process at so many moments, and holds what comes out in the end against a run that nobody disturbed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { SchoolbookError } from "../../src/core/errors.ts";
import { seededRandom, systemRuntime } from "../../src/core/runtime.ts";
import type { TrainPlan } from "../../src/spec/training.ts";
import { builtinTrainer } from "../../src/trainers/builtin/trainer.ts";
import { writeToyBase } from "./toy-base.ts";
import { adapterHash, toyExamples, toyPlan, trainAll } from "./toy-plan.ts";

export type KilledRuns = {
  readonly kills: number;
  readonly resumedAt: readonly number[];
  readonly straight: string;
  readonly resumed: string;
};

/** One run in which the process is killed with SIGKILL so many times, each time a little further on. */
export async function killAndResume(kills: number, seed: number): Promise<KilledRuns> {
  const root = mkdtempSync(join(tmpdir(), "schoolbook-killed-"));
  try {
    const base = join(root, "base");
    await writeToyBase(base, { architecture: "qwen3" });
    const plan = (name: string): TrainPlan =>
      toyPlan({ base, folder: join(root, name), examples: toyExamples(40), epochs: Math.max(3, kills) });
    await trainAll(plan("straight"));
    const random = seededRandom(seed);
    const resumedAt: number[] = [];
    for (let done = 0; done < kills; done += 1) resumedAt.push(await trainAndKill(plan("killed"), random));
    await trainAll(plan("killed"));
    return {
      kills,
      resumedAt,
      straight: adapterHash(join(root, "straight")),
      resumed: adapterHash(join(root, "killed")),
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Gives the step at which the run went on; kills it a few steps later, at no step's end in particular. */
async function trainAndKill(plan: TrainPlan, random: () => number): Promise<number> {
  let began = -1;
  let pid = 0;
  // why: a checkpoint comes every second step, so that each run gets a little further
  const steps = 3 + Math.floor(random() * 4);
  const delayMs = random() * 25;
  try {
    for await (const event of builtinTrainer.create(systemRuntime()).train(plan)) {
      if (event.kind === "begin") {
        began = event.step;
        pid = event.pid ?? 0;
      }
      if (event.kind !== "step" || event.step < began + steps) continue;
      await systemRuntime().sleep(delayMs);
      if (pid > 0) process.kill(pid, "SIGKILL");
      pid = 0;
    }
  } catch (error) {
    if (!(error instanceof SchoolbookError) || error.code !== "engine_crashed") throw error;
  }
  return began;
}
