import { expect, test } from "vitest";

import { createFakeRuntime } from "../testing/fake-runtime.ts";
import { trainerExamples } from "../testing/trainer-suite.ts";
import { TRAINERS } from "./registry.ts";

const plan = {
  name: "pumps",
  base: "some/model",
  baseFolder: "models/nano",
  examples: trainerExamples(),
  rank: 4,
  alpha: 8,
  learningRate: 1e-3,
  epochs: 1,
  batchSize: 4,
  maxTokens: 256,
  seed: 1,
  folder: "nowhere",
};

test("every trainer has a name of its own and says what it is for", () => {
  const ids = TRAINERS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const maker of TRAINERS) {
    expect(maker.purpose).not.toBe("");
    expect(maker.create(createFakeRuntime()).id).toBe(maker.id);
  }
});

test.for(["openai", "azure", "nebius", "together", "fireworks"])(
  "%s says which variable holds its key, and estimates with one",
  async (name) => {
    const maker = TRAINERS.find(({ id }) => id === name);
    await expect(maker?.create(createFakeRuntime()).estimate(plan)).rejects.toMatchObject({ code: "model_not_ready" });
    const keys = ["OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "NEBIUS_API_KEY", "TOGETHER_API_KEY", "FIREWORKS_API_KEY"];
    const env = {
      ...Object.fromEntries(keys.map((key) => [key, "secret"])),
      AZURE_OPENAI_ENDPOINT: "http://127.0.0.1:9",
      FIREWORKS_ACCOUNT_ID: "acme",
    };
    const estimate = await maker?.create(createFakeRuntime({ env })).estimate(plan);
    expect(estimate?.notes.join(" ")).toMatch(/As of 2026-11-21/u);
    expect(JSON.stringify(estimate)).not.toContain("secret");
  },
);

test("the Python trainer estimates without being installed", async () => {
  const env = { SCHOOLBOOK_HOME: "/nowhere" };
  const trainer = TRAINERS.find(({ id }) => id === "peft")?.create(createFakeRuntime({ env }));
  const estimate = await trainer?.estimate(plan);
  expect(estimate?.memoryBytes).toBeGreaterThan(6e8);
  expect(estimate?.costUsd).toBe(0);
});
