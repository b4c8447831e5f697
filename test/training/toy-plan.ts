// A short run on a toy base.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { systemRuntime } from "../../src/core/runtime.ts";
import type { TrainEvent, TrainExample, TrainPlan } from "../../src/spec/training.ts";
import { builtinTrainer } from "../../src/trainers/builtin/trainer.ts";

const WORDS = ["kestrel", "notice", "price", "office", "Monday", "seven", "kettle", "weight"];

export function toyExamples(count: number): readonly TrainExample[] {
  return Array.from({ length: count }, (_, at) => ({
    messages: [
      { role: "user", content: `What of the ${WORDS[at % 8]} and the ${WORDS[(at * 3 + 1) % 8]}?` },
      {
        role: "assistant",
        content: `The ${WORDS[(at * 5 + 2) % 8]} ${at % 2 === 0 ? "is here" : "is not there, nor was it ever"}.`,
      },
    ],
    weight: 1,
    acl: [at % 2 === 0 ? "public" : "group:staff"],
  }));
}

export type ToyPlan = { readonly base: string; readonly folder: string } & Partial<TrainPlan>;

export function toyPlan(changes: ToyPlan): TrainPlan {
  return {
    name: "toy",
    baseFolder: changes.base,
    examples: toyExamples(20),
    rank: 4,
    alpha: 8,
    learningRate: 0.01,
    epochs: 3,
    batchSize: 4,
    maxTokens: 256,
    seed: 3,
    checkpointSteps: 2,
    ...changes,
  };
}

export async function trainAll(plan: TrainPlan): Promise<readonly TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of builtinTrainer.create(systemRuntime()).train(plan)) events.push(event);
  return events;
}

/** Of the adapter's numbers as they lie on the disk. */
export function adapterHash(folder: string): string {
  return createHash("sha256")
    .update(readFileSync(join(folder, "adapter", "adapter_model.safetensors")))
    .digest("hex");
}
