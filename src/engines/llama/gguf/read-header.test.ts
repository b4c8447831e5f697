import { rmSync } from "node:fs";

import { afterAll, expect, test } from "vitest";

import { tinyModel } from "../../../../test/gguf/tiny-model.ts";
import { modelFiles } from "../../../../test/llama-engine.ts";
import { seededRandom } from "../../../core/runtime.ts";
import { modelCard } from "./model-card.ts";
import { readGgufHeader } from "./read-header.ts";

const files = modelFiles();
afterAll(() => files[Symbol.dispose]());

test("a file tells its architecture, its context and what it is for", () => {
  const header = readGgufHeader(files.write("chat.gguf", tinyModel({ contextTokens: 300 })));
  expect(header.metadata.get("general.architecture")).toBe("qwen3");
  expect(header.metadata.get("tokenizer.ggml.tokens.length")).toBeGreaterThan(256);
  expect(header.tensors.has("output_norm.weight")).toBe(true);
  expect(modelCard(header)).toEqual({
    architecture: "qwen3",
    roles: ["chat"],
    trainedTokens: 300,
    bytesPerToken: 2 * 2 * (16 + 16) * 2,
  });
});

test.each([
  [1, "embedder"],
  [4, "reranker"],
])("pooling %d makes it an %s", (pooling, role) => {
  const file = files.write(`${role}.gguf`, tinyModel({ pooling }));
  expect(modelCard(readGgufHeader(file)).roles).toEqual([role]);
});

test("a file that is not there, no GGUF, or of a strange version is told apart", () => {
  expect(() => readGgufHeader("/nowhere/x.gguf")).toThrow(expect.objectContaining({ code: "not_found" }));
  expect(() => readGgufHeader(files.write("a", Buffer.from("what is this?")))).toThrow("it is no GGUF file");
  expect(() => readGgufHeader(files.write("b", Buffer.from("GGUF\u0009\0\0\0")))).toThrow("GGUF of version 9");
  expect(() => readGgufHeader(files.write("c", Buffer.alloc(0)))).toThrow("middle of its header");
  expect(() => readGgufHeader(files.folder)).toThrow("it is no file");
});

test("a header that is cut off or damaged anywhere is refused quickly, or read", () => {
  const whole = tinyModel();
  const random = seededRandom(1);
  for (let run = 0; run < 200; run += 1) {
    const bytes =
      run % 2 === 0 ? whole.subarray(0, Math.floor(random() * 20_000)) : Buffer.from(whole.subarray(0, 40_000));
    if (run % 2 === 1) bytes[Math.floor(random() * 12_000)] = Math.floor(random() * 256);
    const file = files.write("damaged.gguf", bytes);
    try {
      modelCard(readGgufHeader(file));
    } catch (error) {
      expect(error).toMatchObject({ code: "input_invalid" });
    }
    rmSync(file);
  }
});
