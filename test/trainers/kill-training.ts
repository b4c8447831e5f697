// Kills the Python trainer in the middle of its work, again and again, and compares what comes out with a run that was left alone.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { SchoolbookError } from "../../src/core/errors.ts";
import { seededRandom, systemRuntime } from "../../src/core/runtime.ts";
import type { TrainPlan } from "../../src/spec/training.ts";
import { trainerExamples } from "../../src/testing/trainer-suite.ts";
import { createPeftTrainer } from "../../src/trainers/peft/peft-trainer.ts";

export type KillOptions = {
  readonly python: string;
  readonly base: string;
  readonly folder: string;
  readonly kills: number;
  readonly seed: number;
};

export type KillOutcome = {
  readonly kills: number;
  /** Steps that had been done when each kill came. */
  readonly killedAt: readonly number[];
  readonly isEqual: boolean;
};

/** Few steps for each kill, so that they fall on every part of the work, also on the writing of checkpoints. */
const STEPS_PER_KILL = 4;

/** The timer is set anew for each process; where the run ends before it, another begins. */
export async function killTraining({ python, base, folder, kills, seed }: KillOptions): Promise<KillOutcome> {
  const random = seededRandom(seed);
  const plan: TrainPlan = {
    name: "killed",
    base: "tiny",
    baseFolder: base,
    examples: trainerExamples(),
    rank: 4,
    alpha: 8,
    learningRate: 2e-3,
    epochs: Math.max(4, Math.ceil((kills * STEPS_PER_KILL) / 2)),
    batchSize: 4,
    maxTokens: 256,
    seed: 7,
    checkpointSteps: 2,
    folder: join(folder, "straight"),
  };
  const straight = await weightsOf(plan, python);
  const killedAt: number[] = [];
  let isEqual = true;
  for (let run = 1; killedAt.length < kills; run++) {
    const killed = { ...plan, folder: join(folder, `killed-${run}`) };
    while (killedAt.length < kills) {
      const reached = await killOnce(killed, { python, afterSteps: Math.floor(random() * 2 * STEPS_PER_KILL), random });
      if (reached === undefined) break;
      killedAt.push(reached);
    }
    isEqual &&= straight.equals(await weightsOf(killed, python));
  }
  return { kills: killedAt.length, killedAt, isEqual };
}

type Kill = { readonly python: string; readonly afterSteps: number; readonly random: () => number };

/** The steps that were done when it was killed; undefined where it had finished before. */
async function killOnce(plan: TrainPlan, { python, afterSteps, random }: Kill): Promise<number | undefined> {
  let pid = 0;
  let seen = 0;
  let reached = 0;
  const trainer = createTrainer(python);
  const kill = (): void => {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // why: it has finished meanwhile.
    }
  };
  try {
    for await (const event of trainer.train(plan)) {
      if (event.kind === "finish") return undefined;
      if (event.kind === "begin") {
        reached = event.step;
        pid = event.pid ?? 0;
      }
      if (event.kind === "step") {
        reached = event.step;
        seen += 1;
      }
      // why: a moment later, so that it falls into a step or the writing of a checkpoint as well.
      if (seen === afterSteps + 1) setTimeout(kill, random() * 40);
    }
  } catch (error) {
    if (error instanceof SchoolbookError && error.code === "engine_crashed") return reached;
    throw error;
  }
  return undefined;
}

async function weightsOf(plan: TrainPlan, python: string): Promise<Buffer> {
  await Array.fromAsync(createTrainer(python).train(plan));
  return readFileSync(join(plan.folder, "adapter", "adapter_model.safetensors"));
}

function createTrainer(python: string) {
  return createPeftTrainer({ python: () => python, runtime: systemRuntime(), settings: { device: "cpu" } });
}
