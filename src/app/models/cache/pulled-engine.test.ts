import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { tinyModel } from "../../../../test/gguf/tiny-model.ts";
import { ENGINES_FOLDER, withLlama } from "../../../../test/llama-engine.ts";
import { ONNX_ENGINES_FOLDER, ONNX_MISSING } from "../../../../test/onnx/onnx-engine.ts";
import { tokenVectors, writeTinyOnnx } from "../../../../test/onnx/tiny-onnx.ts";
import { putPulledModel } from "../../../../test/pull/put-pulled-model.ts";
import { systemRuntime } from "../../../core/runtime.ts";
import { CONFIG_SCHEMA, type ProjectConfig } from "../../config/config-schema.ts";
import { openChatModel, openEmbedder, openReranker } from "../open-model.ts";
import { requireModels, type RequiredModel } from "../require-models.ts";

let home = "";

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "schoolbook-pulled-engine-"));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const runtime = () => systemRuntime({ env: { SCHOOLBOOK_HOME: home } });
const put = (reference: string, files: Readonly<Record<string, string | Uint8Array>>): string =>
  putPulledModel(join(home, "models"), reference, files);

async function check(required: readonly RequiredModel[], offline = false, models: ProjectConfig["models"] = {}) {
  const wiring = { runtime: runtime(), offline, projectFolder: home, enginesFolder: join(home, "none") };
  await requireModels(required, CONFIG_SCHEMA.parse({ models }).models, wiring);
}

test("what was not pulled is one message with the command that pulls it", async () => {
  await expect(check([{ name: "hf:acme/tiny:Q8_0", role: "chat" }])).rejects.toMatchObject({
    code: "model_not_ready",
    message: "Missing: hf:acme/tiny:Q8_0: the model file of hf:acme/tiny:Q8_0.",
    hint: "Run `schoolbook models pull hf:acme/tiny:Q8_0`.",
  });
});

test("offline, everything that is missing is listed at once, before any work begins", async () => {
  put("hf:acme/here:m.gguf", { "m.gguf": tinyModel() });
  const models = { vectors: { reference: "https://models.example/e.onnx" } };
  const required: readonly RequiredModel[] = [
    { name: "hf:acme/here:m.gguf", role: "chat" },
    { name: "vectors", role: "embedder" },
    { name: "hf:acme/ranker", role: "reranker" },
  ];
  const failure = await check(required, true, models).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "offline" });
  const told = String(failure);
  for (const part of [
    "the llama engine (78 MB)",
    "vectors: the model file of https://models.example/e.onnx",
    "hf:acme/ranker",
  ])
    expect(told).toContain(part);
  expect(failure).toMatchObject({
    hint: expect.stringMatching(/engines add llama.*models pull https:\/\/models\.example\/e\.onnx.*hf:acme\/ranker/u),
  });
});

test("the file says what the model can be: a GGUF chat model is no embedder, an ONNX model never chats", async () => {
  put("hf:acme/chat:m.gguf", { "m.gguf": tinyModel() });
  await expect(check([{ name: "hf:acme/chat:m.gguf", role: "embedder" }])).rejects.toMatchObject({
    code: "config_invalid",
    message: '"hf:acme/chat:m.gguf" cannot be used as an embedder.',
  });
  put("hf:acme/onnx", { "model.onnx": "", "tokenizer.json": "{}" });
  await expect(check([{ name: "hf:acme/onnx", role: "chat" }])).rejects.toMatchObject({ code: "config_invalid" });
  put("hf:acme/raw", { "model.safetensors": "", "config.json": "{}" });
  await expect(check([{ name: "hf:acme/raw", role: "chat" }])).rejects.toMatchObject({
    code: "model_not_ready",
    hint: "Pull the model's GGUF or ONNX file instead.",
  });
});

test("a reference that is none is told with its form", async () => {
  await expect(check([{ name: "hf:tiny", role: "chat" }])).rejects.toMatchObject({
    message: expect.stringContaining("a repository is named org/name"),
    hint: expect.stringContaining("hf:org/name:file.gguf"),
  });
});

withLlama("pulled GGUF models, through llama.cpp", () => {
  test("they play their parts by the names that they were pulled by", async () => {
    const open = { runtime: runtime(), enginesFolder: ENGINES_FOLDER };
    put("hf:acme/chat:m.gguf", { "m.gguf": tinyModel() });
    put("https://models.example/e.gguf", { "e.gguf": tinyModel({ pooling: 1 }) });
    put("hf:acme/rank@v1:r.gguf", { "r.gguf": tinyModel({ pooling: 4 }) });
    await using chat = await openChatModel("hf:acme/chat:m.gguf", open);
    expect(chat.id).toBe("hf:acme/chat:m.gguf");
    await using embedder = await openEmbedder("https://models.example/e.gguf", open);
    expect(await embedder.embed(["rain"], "query")).toHaveLength(1);
    await using reranker = await openReranker("hf:acme/rank@v1:r.gguf", open);
    expect(await reranker.rank("rain", ["rain", "sun"], 1)).toHaveLength(1);
  });
});

describe.skipIf(ONNX_MISSING !== undefined)("pulled ONNX models, through the ONNX runtime", () => {
  test("they find their tokenizer beside them, and keep their fingerprint when they are named by their path", async () => {
    const folder = writeTinyOnnx(join(home, "draft"), { graph: tokenVectors() });
    const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]);
    const pulled = put("hf:acme/minilm", Object.fromEntries(files));
    const open = { runtime: runtime(), enginesFolder: ONNX_ENGINES_FOLDER };
    await using embedder = await openEmbedder("hf:acme/minilm", open);
    await using direct = await openEmbedder(`onnx:${pulled}`, open);
    expect(embedder.fingerprint).toBe(direct.fingerprint);
    expect(await embedder.embed(["abc"], "query")).toEqual(await direct.embed(["abc"], "query"));
  });
});
