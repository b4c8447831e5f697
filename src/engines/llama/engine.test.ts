import { afterAll, expect, test } from "vitest";

import { tinyModel } from "../../../test/gguf/tiny-model.ts";
import { ENGINES_FOLDER, llamaOptions, modelFiles, withLlama } from "../../../test/llama-engine.ts";
import type { EngineContext } from "../engine.ts";
import { llamaEngine } from "./engine.ts";

const files = modelFiles();
afterAll(() => files[Symbol.dispose]());

files.write("chat.gguf", tinyModel());
files.write("embed.gguf", tinyModel({ pooling: 1 }));
files.write("rank.gguf", tinyModel({ pooling: 4 }));
files.write("text.gguf", Buffer.from("hello"));

function context(changes: Partial<EngineContext> = {}): EngineContext {
  const { runtime } = llamaOptions();
  return { runtime, offline: false, projectFolder: files.folder, cacheFolder: files.folder, options: {}, ...changes };
}

function reference(name: string) {
  return { text: `llama:${name}`, scheme: "llama", name };
}

test("a model is told by its file, and what is missing by the command that brings it", async () => {
  expect(await llamaEngine.inspect(reference("chat.gguf"), context())).toEqual({
    roles: ["chat"],
    missing: [{ what: "the llama engine (78 MB)", remedy: "Run `schoolbook engines add llama`.", fetchable: true }],
    local: true,
    place: `${files.folder}/chat.gguf`,
    contextTokens: 512,
  });
  const { missing } = await llamaEngine.inspect(reference("nowhere.gguf"), context());
  expect(missing[1]).toMatchObject({ what: expect.stringContaining("nowhere.gguf"), fetchable: false });
  const odd = await llamaEngine.inspect(reference("text.gguf"), context());
  expect(odd.missing[1]).toMatchObject({ what: expect.stringContaining("no GGUF file"), fetchable: false });
});

test("a half install is told as such", async () => {
  const cacheFolder = `${files.folder}/cache`;
  const { mkdirSync } = await import("node:fs");
  const { LLAMA_VERSION } = await import("./recipe.ts");
  mkdirSync(`${cacheFolder}/engines/llama-${LLAMA_VERSION}`, { recursive: true });
  const { missing } = await llamaEngine.inspect(reference("chat.gguf"), context({ cacheFolder }));
  expect(missing).toMatchObject([{ remedy: "Run `schoolbook engines add llama --force`." }]);
});

withLlama("models opened by reference", () => {
  const ready = context({ enginesFolder: ENGINES_FOLDER, options: { threads: 1, concurrency: 1 } });

  test("each file plays its part, and answers by the name that it was asked for by", async () => {
    await using chat = await llamaEngine.chat?.(reference("chat.gguf"), ready);
    await using embedder = await llamaEngine.embedder?.(reference("embed.gguf"), ready);
    await using reranker = await llamaEngine.reranker?.(reference("rank.gguf"), ready);
    expect(chat?.id).toBe("llama:chat.gguf");
    expect(await chat?.countTokens?.([{ role: "user", content: "Hello." }])).toBeGreaterThan(5);
    expect((await embedder?.embed(["rain"], "query"))?.[0]).toHaveLength(64);
    expect(await reranker?.rank("rain", ["rain", "sun"], 1)).toHaveLength(1);
    expect(await llamaEngine.inspect(reference("chat.gguf"), ready)).toMatchObject({ missing: [] });
  });

  test("a text is cut at the length that the configuration sets", async () => {
    const options = { maxTokens: 50, contextTokens: 300 };
    await using embedder = await llamaEngine.embedder?.(reference("embed.gguf"), { ...ready, options });
    expect(embedder?.maxTokens).toBe(50);
  });
});
