// The run on which the built-in trainer is held against a plain LoRA in PyTorch: 30 steps of short rows of the house style.
import { houseRows } from "../../lab/world/house-rows.ts";
import type { TrainPlan } from "../../src/spec/training.ts";

const SHORT = 700;

/** Rows short enough for a test, rank and batch small for the same reason. */
export function referencePlan(folder: string): TrainPlan {
  const examples = houseRows({ seed: "reference", count: 300 })
    .filter(
      ({ messages }) =>
        messages.reduce((sum, { content }) => sum + (typeof content === "string" ? content.length : 0), 0) < SHORT,
    )
    .slice(0, 40);
  return {
    name: "reference",
    base: "nano",
    baseFolder: "models/nano",
    examples,
    rank: 4,
    alpha: 8,
    learningRate: 0.001,
    epochs: 3,
    batchSize: 4,
    maxTokens: 1024,
    seed: 7,
    weightDecay: 0.01,
    warmUp: 0.1,
    folder,
  };
}
