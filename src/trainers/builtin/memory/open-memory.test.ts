import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { trainerExamples } from "../../../testing/trainer-suite.ts";
import { readModelConfig } from "../../../weights/model-config.ts";
import { prepareRun } from "../run/prepare-run.ts";
import { openMemory, planMemory } from "./open-memory.ts";

const NANO = fileURLToPath(new URL("../../../../models/nano", import.meta.url));

async function memoryOf(neutralTexts: readonly string[]) {
  const { memory, rows } = await prepareRun({
    name: "pumps",
    base: "nano",
    baseFolder: NANO,
    examples: trainerExamples(),
    rank: 4,
    alpha: 8,
    learningRate: 1e-3,
    epochs: 1,
    batchSize: 4,
    maxTokens: 256,
    seed: 1,
    folder: "nowhere",
    neutralTexts,
  });
  return { ...memory, longest: Math.max(...rows.map(({ tokens }) => tokens.length)) };
}

test("T24: what is measured after training has its room before the first step", async () => {
  const plain = await memoryOf([]);
  const measured = await memoryOf(["The river rises in the hills and falls into the sea. ".repeat(30)]);
  expect(measured.longest).toBeGreaterThan(2 * plain.longest);
  expect(measured.maxTokens).toBe(measured.longest);
  expect(planMemory(measured).bytes).toBeGreaterThan(planMemory(plain).bytes);
  const memory = openMemory(planMemory(measured));
  expect(memory.buffer.byteLength).toBeGreaterThanOrEqual(planMemory(measured).bytes);
});

test("T24: logits are never kept for a whole row, however long it is", async () => {
  const config = await readModelConfig(NANO);
  const bytes = (maxTokens: number, vocabulary: number): number =>
    planMemory({ config: { ...config, vocabulary }, rank: 4, maxTokens, threads: 1 }).bytes;
  const forMoreTokens = (maxTokens: number): number => bytes(maxTokens, 8192) - bytes(maxTokens, 4096);
  expect(forMoreTokens(4096)).toBe(forMoreTokens(256));
});
