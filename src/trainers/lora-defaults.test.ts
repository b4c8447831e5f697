import { expect, test } from "vitest";

import { loraDefaults } from "./lora-defaults.ts";

test("the learning rate follows the published rule: narrower models take more, each family by its own power", () => {
  expect(loraDefaults({ family: "llama", width: 4096 }).learningRate).toBeCloseTo(2.856e-4, 6);
  expect(loraDefaults({ family: "qwen3", width: 4096 }).learningRate).toBeCloseTo(4.73e-4, 6);
  expect(loraDefaults({ family: "llama", width: 2000 }).learningRate).toBeCloseTo(5e-4, 12);
  expect(loraDefaults({ family: "qwen3", width: 256 }).learningRate).toBeCloseTo(5.864e-4, 6);
});

test("a family that the rule was not fitted to gets what is usual", () => {
  expect(loraDefaults({ family: "phi3", width: 3072 })).toEqual({
    rank: 16,
    alpha: 32,
    learningRate: 2e-4,
    epochs: 3,
    batchSize: 16,
  });
});
