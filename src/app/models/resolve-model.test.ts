import { expect, test } from "vitest";

import { SchoolbookError } from "../../core/errors.ts";
import { CONFIG_SCHEMA } from "../config/config-schema.ts";
import { configuredModels } from "./configured-models.ts";
import { MODEL_ENGINES } from "./model-engines.ts";
import { parseReference, resolveEngineModel, resolveModel } from "./resolve-model.ts";

const { models } = CONFIG_SCHEMA.parse({
  models: {
    fast: { reference: "ollama:qwen3:8b", contextTokens: 8192 },
    plain: { reference: "quoting" },
    broken: { reference: "olama:qwen3" },
    ollama: { reference: "vllm:x" },
  },
});

function failure(run: () => unknown): SchoolbookError {
  try {
    run();
  } catch (error) {
    if (error instanceof SchoolbookError) return error;
  }
  throw new Error("It was expected to fail.");
}

test("no two engines share a scheme", () => {
  const schemes = MODEL_ENGINES.flatMap((engine) => engine.schemes);
  expect(new Set(schemes).size).toBe(schemes.length);
});

test("a reference is taken apart at its first colon", () => {
  expect(parseReference("ollama:qwen3:8b")).toEqual({ text: "ollama:qwen3:8b", scheme: "ollama", name: "qwen3:8b" });
  expect(parseReference("static")).toEqual({ text: "static", scheme: "static", name: "" });
  expect(parseReference("openai-compatible:http://h:1/v1#m")).toMatchObject({ name: "http://h:1/v1#m" });
});

test("a configured name stands for its reference with its options", () => {
  expect(resolveModel("fast", { models })).toMatchObject({
    kind: "engine",
    name: "fast",
    reference: { scheme: "ollama", name: "qwen3:8b" },
    engine: { id: "openai-compatible" },
    options: { contextTokens: 8192 },
  });
});

test("quoting is a model like any other to the configuration, by itself or under another name", () => {
  expect(resolveModel("quoting", { models })).toEqual({ kind: "quoting", name: "quoting" });
  expect(resolveModel("plain", { models })).toEqual({ kind: "quoting", name: "plain" });
  expect(failure(() => resolveEngineModel("quoting", "embedder", { models })).message).toContain("as an embedder");
});

test("what is not known is an error that lists what there is and what may have been meant", () => {
  const unknown = failure(() => resolveModel("fst", { models }));
  expect(unknown).toMatchObject({ code: "config_invalid", message: 'There is no model "fst".' });
  expect(unknown.hint).toMatch(/Did you mean fast\? Named models: fast, .*openai-compatible:/u);
  expect(failure(() => resolveModel("broken", { models }))).toMatchObject({
    message: 'There is no model "olama:qwen3" (models.broken).',
    hint: expect.stringContaining("Did you mean ollama?"),
  });
  expect(failure(() => resolveModel("gpt-5", { models: {} })).hint).toContain("No models are named");
});

test("a name that references begin with cannot be given to a model", () => {
  expect(failure(() => resolveModel("ollama", { models })).message).toContain("this name is taken");
});

test("a model without a part is listed after those with one, each once", () => {
  const config = CONFIG_SCHEMA.parse({
    model: "fast",
    embedder: "ollama:nomic-embed-text",
    reranker: "fast",
    models: { spare: { reference: "ollama:x" }, fast: { reference: "ollama:y" } },
  });
  expect(configuredModels(config)).toEqual([
    { name: "fast", roles: ["chat", "reranker"] },
    { name: "ollama:nomic-embed-text", roles: ["embedder"] },
    { name: "spare", roles: [] },
  ]);
});
