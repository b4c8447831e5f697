import { afterAll, expect, test } from "vitest";

import { tinyBert } from "../../../test/gguf/tiny-bert.ts";
import { tinyModel } from "../../../test/gguf/tiny-model.ts";
import { createKeeper, llamaOptions, modelFiles, withLlama } from "../../../test/llama-engine.ts";
import type { Embedder } from "../../spec/embedder.ts";
import { EMBEDDER_SUITE } from "../../testing/embedder-suite.ts";
import { RERANKER_SUITE } from "../../testing/reranker-suite.ts";
import { type LlamaEmbedderOptions, openLlamaEmbedder } from "./embedder.ts";
import { openLlamaReranker } from "./reranker.ts";

const files = modelFiles();
const keeper = createKeeper();

afterAll(async () => {
  await keeper[Symbol.asyncDispose]();
  files[Symbol.dispose]();
});

const bert = files.write("bert.gguf", tinyBert());
const ranker = files.write("ranker.gguf", tinyBert({ rank: true }));

async function embedder(file: string, options: Partial<LlamaEmbedderOptions> = {}): Promise<Embedder> {
  return keeper.once(async () => openLlamaEmbedder({ ...llamaOptions(), file, ...options }))();
}

function cosine(left: Float32Array | undefined, right: Float32Array | undefined): number {
  return [...(left ?? [])].reduce((sum, value, index) => sum + value * (right?.[index] ?? 0), 0);
}

withLlama("encoders in llama.cpp", () => {
  const nothing = async (): Promise<void> => undefined;
  const kept = keeper.once(async () => openLlamaEmbedder({ ...llamaOptions(), file: bert }));
  test.for(EMBEDDER_SUITE.map((one) => [one.name, one] as const))("embedder: %s", async ([, { check }], { skip }) => {
    const create = async () => ({ embedder: await kept(), meaningful: false, [Symbol.asyncDispose]: nothing });
    const outcome = await check(create);
    if (outcome.kind === "skipped") skip(outcome.reason);
  });

  const reranker = keeper.once(async () => openLlamaReranker({ ...llamaOptions(), file: ranker }));
  test.for(RERANKER_SUITE.map((one) => [one.name, one] as const))("reranker: %s", async ([, { check }], { skip }) => {
    const create = async () => ({ reranker: await reranker(), meaningful: false, [Symbol.asyncDispose]: nothing });
    const outcome = await check(create);
    if (outcome.kind === "skipped") skip(outcome.reason);
  });

  test("a text of exactly the model's length is read, and what is beyond has no effect", async () => {
    const model = await embedder(bert);
    expect(model.maxTokens).toBe(64);
    const base = "a".repeat(62);
    const [whole, longer, shorter] = await model.embed([base, `${base}zzz`, base.slice(0, -1)], "document");
    expect(cosine(whole, longer)).toBeGreaterThan(0.999999);
    expect(cosine(whole, shorter)).toBeLessThan(0.99999);
  });
});

withLlama("embedders in llama.cpp", () => {
  const texts = Array.from({ length: 40 }, (_, index) =>
    `Part ${index * 17} lies in shelf ${index}. `.repeat(1 + (index % 9)),
  );

  test("more threads give the same vectors", async () => {
    const file = files.write("mean.gguf", tinyModel({ pooling: 1 }));
    const one = await (await embedder(file, { threads: 1 })).embed(texts, "document");
    const two = await (await embedder(file, { threads: 2 })).embed(texts, "document");
    for (const [index, vector] of one.entries()) expect(cosine(vector, two[index])).toBeGreaterThan(0.99999);
  });

  test("the mean of a text that is longer than a batch is that of the whole text", async () => {
    const file = files.write("long.gguf", tinyModel({ pooling: 1, contextTokens: 2048 }));
    const model = await embedder(file);
    expect(model.maxTokens).toBe(2048);
    const start = "zzzz ".repeat(120);
    const end = "It is the rain. ".repeat(60);
    const [whole, last] = await model.embed([start + end, end], "document");
    expect(cosine(whole, last)).toBeLessThan(0.99);
  });

  test("prefixes count, and so does everything else that changes vectors, for the fingerprint", async () => {
    const file = files.write("prefix.gguf", tinyModel({ pooling: 1 }));
    const prefixed = await embedder(file, { queryPrefix: "query: ", documentPrefix: "passage: " });
    const plain = await embedder(file);
    const [query] = await prefixed.embed(["rain"], "query");
    const [document] = await prefixed.embed(["rain"], "document");
    const [spelled] = await plain.embed(["query: rain"], "document");
    expect(cosine(query, spelled)).toBeCloseTo(1, 5);
    expect(cosine(query, document)).toBeLessThan(0.9999);
    const other = files.write("other.gguf", tinyModel({ pooling: 1, seed: 2 }));
    const copy = files.write("copy.gguf", tinyModel({ pooling: 1 }));
    const fingerprints = [
      plain.fingerprint,
      prefixed.fingerprint,
      (await embedder(other)).fingerprint,
      (await embedder(file, { contextTokens: 100 })).fingerprint,
      (await embedder(file, { identity: "mine" })).fingerprint,
    ];
    expect(new Set(fingerprints).size).toBe(5);
    expect((await embedder(copy)).fingerprint).toBe(plain.fingerprint);
    expect(fingerprints[4]).toContain("mine");
  });

  test("vectors may be cut, to length one again, and not be made longer", async () => {
    const file = files.write("cut.gguf", tinyModel({ pooling: 1 }));
    const short = await embedder(file, { dimensions: 16 });
    const [vector] = await short.embed(["rain"], "query");
    const [whole] = await (await embedder(file)).embed(["rain"], "query");
    expect(short.dims).toBe(16);
    expect(vector).toHaveLength(16);
    expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 5);
    expect(cosine(vector, whole?.slice(0, 16))).toBeGreaterThan(0);
    await expect(embedder(file, { dimensions: 65 })).rejects.toMatchObject({ code: "config_invalid" });
  });

  test("an aborted call ends soon, however many texts it had", async () => {
    const model = await embedder(files.write("abort.gguf", tinyModel({ pooling: 1 })));
    const controller = new AbortController();
    const many = Array.from({ length: 20_000 }, (_, index) => `${index} `.repeat(100));
    setTimeout(() => controller.abort(), 50);
    await expect(model.embed(many, "document", controller.signal)).rejects.toMatchObject({ name: "AbortError" });
    expect(await model.embed(["x"], "query")).toHaveLength(1);
  });
});
