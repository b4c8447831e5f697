import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { modelFolders, ONNX_MISSING, onnxOptions } from "../../../test/onnx/onnx-engine.ts";
import { DIMS, labels, randomWeights, tokenVectors, VOCABULARY } from "../../../test/onnx/tiny-onnx.ts";
import type { EngineContext } from "../engine.ts";
import { openOnnxEmbedder } from "./embedder.ts";
import { onnxEngine } from "./engine.ts";
import { openOnnxReranker } from "./reranker.ts";

const folders = modelFolders();

afterAll(() => folders[Symbol.dispose]());

const TABLE = randomWeights(1, VOCABULARY.length * DIMS);
const SCORES = randomWeights(2, VOCABULARY.length);
const [CLS, SEP] = [2, 3];

/** The ids of a word of letters. */
function ids(word: string): readonly number[] {
  return word.split("").map((letter, index) => VOCABULARY.indexOf(index === 0 ? letter : `##${letter}`));
}

function row(id: number): readonly number[] {
  return [...TABLE.subarray(id * DIMS, (id + 1) * DIMS)];
}

function unit(vector: readonly number[]): readonly number[] {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function mean(tokens: readonly number[]): readonly number[] {
  return unit(tokens.map(row).reduce((sum, one) => sum.map((value, index) => value + (one[index] ?? 0))));
}

function expectNear(vector: Float32Array | undefined, expected: readonly number[]): void {
  expect(vector).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(vector?.[index]).toBeCloseTo(value, 5);
}

describe.skipIf(ONNX_MISSING !== undefined)(
  `ONNX models${ONNX_MISSING === undefined ? "" : ` (${ONNX_MISSING})`}`,
  () => {
    test("a text's vector is the mean of those of its tokens, whatever it shares a batch with", async () => {
      await using embedder = await openOnnxEmbedder({
        ...onnxOptions(),
        path: folders.write("mean", { graph: tokenVectors() }),
      });
      expect(embedder).toMatchObject({ dims: DIMS, maxTokens: 64 });
      const [short, long] = await embedder.embed(["cab", "abcabcabcabcabc"], "document");
      expectNear(short, mean([CLS, ...ids("cab"), SEP]));
      expectNear(long, mean([CLS, ...ids("abcabcabcabcabc"), SEP]));
    });

    test("the first or the last token's vector, where the model was trained so", async () => {
      const cls = { "1_Pooling/config.json": { pooling_mode_cls_token: true } };
      await using first = await openOnnxEmbedder({
        ...onnxOptions(),
        path: folders.write("cls", { graph: tokenVectors(), files: cls }),
      });
      expectNear((await first.embed(["ab", "abcd"], "query"))[0], unit(row(CLS)));
      const last = { "1_Pooling/config.json": { pooling_mode_lasttoken: true } };
      await using other = await openOnnxEmbedder({
        ...onnxOptions(),
        path: folders.write("last", { graph: tokenVectors(), files: last }),
      });
      expectNear((await other.embed(["ab", "abcd"], "query"))[0], unit(row(SEP)));
    });

    test("prefixes come from the model's makers unless the user has others, and are part of the fingerprint", async () => {
      const files = { "config_sentence_transformers.json": { prompts: { query: "q ", document: "" } } };
      const path = folders.write("prefixed", { graph: tokenVectors(), files });
      await using embedder = await openOnnxEmbedder({ ...onnxOptions(), path });
      expectNear((await embedder.embed(["ab"], "query"))[0], mean([CLS, ...ids("q"), ...ids("ab"), SEP]));
      expectNear((await embedder.embed(["ab"], "document"))[0], mean([CLS, ...ids("ab"), SEP]));
      await using plain = await openOnnxEmbedder({ ...onnxOptions(), path, queryPrefix: "" });
      expectNear((await plain.embed(["ab"], "query"))[0], mean([CLS, ...ids("ab"), SEP]));
      expect(plain.fingerprint).not.toBe(embedder.fingerprint);
    });

    test("a pair's score is the model's one label; of two labels, how much likelier the second is", async () => {
      const score = (id: number): number => SCORES[id] ?? Number.NaN;
      const sum = (tokens: readonly number[]): number => tokens.reduce((total, id) => total + score(id), 0);
      await using reranker = await openOnnxReranker({
        ...onnxOptions(),
        path: folders.write("one", { graph: labels(1) }),
      });
      const [best, next] = await reranker.rank("ab", ["ca", "b"], 2);
      const expected = ["ca", "b"].map((text) => sum([CLS, ...ids("ab"), SEP]) + 2 * sum([...ids(text), SEP]));
      for (const ranked of [best, next])
        expect(ranked?.score).toBeCloseTo(expected[ranked?.index ?? 0] ?? Number.NaN, 4);
      expect(best?.score).toBeGreaterThanOrEqual(next?.score ?? Number.NaN);
      await using two = await openOnnxReranker({ ...onnxOptions(), path: folders.write("two", { graph: labels(2) }) });
      const table = randomWeights(2, VOCABULARY.length * 2);
      const difference = (id: number): number => (table[id * 2 + 1] ?? 0) - (table[id * 2] ?? 0);
      const [only] = await two.rank("a", ["b"], 1);
      const tokens = [CLS, ...ids("a"), SEP];
      const text = [...ids("b"), SEP];
      const total =
        tokens.reduce((all, id) => all + difference(id), 0) + 2 * text.reduce((all, id) => all + difference(id), 0);
      expect(only?.score).toBeCloseTo(total, 4);
    });

    test("what does not fit is refused in words", async () => {
      const options = onnxOptions();
      const embedderFolder = folders.write("embedder", { graph: tokenVectors() });
      await expect(openOnnxReranker({ ...options, path: embedderFolder })).rejects.toMatchObject({
        code: "input_invalid",
        message: expect.stringContaining("it is no reranker: its outputs are last_hidden_state"),
      });
      await using five = await openOnnxReranker({ ...options, path: folders.write("five", { graph: labels(5) }) });
      await expect(five.rank("a", ["b"], 1)).rejects.toMatchObject({ message: expect.stringContaining("5 labels") });
      const file = join(embedderFolder, "model.onnx");
      writeFileSync(file, readFileSync(file).subarray(0, 600));
      await expect(openOnnxEmbedder({ ...options, path: embedderFolder })).rejects.toMatchObject({
        code: "input_invalid",
        message: expect.stringContaining("cannot be loaded"),
      });
    });

    test("many texts of mixed length keep their places", async () => {
      await using embedder = await openOnnxEmbedder({
        ...onnxOptions(),
        path: folders.write("many", { graph: tokenVectors() }),
      });
      const texts = Array.from({ length: 300 }, (_, index) =>
        "abcdefgh".repeat(1 + ((index * 7) % 6)).slice(index % 8),
      );
      const vectors = await embedder.embed(texts, "document");
      for (const index of [0, 17, 150, 299]) expectNear(vectors[index], mean([CLS, ...ids(texts[index] ?? ""), SEP]));
    });
  },
);

function contextFor(cacheFolder: string): EngineContext {
  return { runtime: onnxOptions().runtime, offline: false, projectFolder: "/", cacheFolder, options: {} };
}

test("the engine tells what a model can be and what is missing, without starting anything", async () => {
  const folder = folders.write("inspected", { graph: tokenVectors() });
  const reference = { text: `onnx:${folder}`, scheme: "onnx", name: folder };
  const elsewhere = join(folder, "no-engines-here");
  expect(await onnxEngine.inspect(reference, contextFor(elsewhere))).toMatchObject({
    roles: ["embedder", "reranker"],
    local: true,
    place: join(folder, "model.onnx"),
    missing: [{ what: "the onnx engine (48 MB)", remedy: "Run `schoolbook engines add onnx`.", fetchable: true }],
  });
  const none = { ...reference, name: join(folder, "none") };
  const { missing } = await onnxEngine.inspect(none, contextFor(elsewhere));
  expect(missing).toHaveLength(2);
});
