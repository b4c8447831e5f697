import { expect, test } from "vitest";

import { parsePullReference } from "../cache/pull-reference.ts";
import { type Choice, chooseFiles } from "./choose-files.ts";

function choose(paths: readonly string[], text: string, choice?: Choice): readonly string[] {
  const reference = parsePullReference(text);
  if (reference.kind !== "hub") throw new Error("these tests are about the hub");
  const files = paths.map((path) => ({ path, size: 1e9, digest: undefined }));
  return chooseFiles(files, reference, choice).map(({ path }) => path);
}

const SENTENCE_MODEL = [
  ".gitattributes",
  "1_Pooling/config.json",
  "README.md",
  "config.json",
  "config_sentence_transformers.json",
  "model.safetensors",
  "modules.json",
  "onnx/model.onnx",
  "onnx/model_O2.onnx",
  "openvino/openvino_model.bin",
  "pytorch_model.bin",
  "sentence_bert_config.json",
  "special_tokens_map.json",
  "tf_model.h5",
  "tokenizer.json",
  "tokenizer_config.json",
  "train_script.py",
  "vocab.txt",
];

test("a repository with safetensors gives those and what says how to use them, and no code, no pickles, no second form", () => {
  expect(choose(SENTENCE_MODEL, "hf:a/b").toSorted()).toEqual([
    "1_Pooling/config.json",
    "README.md",
    "config.json",
    "config_sentence_transformers.json",
    "model.safetensors",
    "modules.json",
    "sentence_bert_config.json",
    "special_tokens_map.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.txt",
  ]);
});

test("a named ONNX file brings its outside data and its tokenizer", () => {
  const files = [...SENTENCE_MODEL, "onnx/model.onnx_data"];
  expect(choose(files, "hf:a/b:onnx/model.onnx")).toEqual(
    expect.arrayContaining(["onnx/model.onnx", "onnx/model.onnx_data", "tokenizer.json", "1_Pooling/config.json"]),
  );
  expect(choose(files, "hf:a/b:onnx/model.onnx")).not.toContain("model.safetensors");
});

test("sharded safetensors come with their index, and without the second copy", () => {
  const files = [
    "model-00001-of-00002.safetensors",
    "model-00002-of-00002.safetensors",
    "model.safetensors.index.json",
  ];
  expect(choose([...files, "consolidated.safetensors"], "hf:a/b")).toEqual(files);
});

const GGUF = ["m-Q4_K_M.gguf", "m-Q8_0.gguf", "m-IQ4_K_M.gguf", "mmproj-m.gguf", "m.imatrix.gguf", "README.md"];

test("of several GGUF models one has to be named, by file, pattern or quantisation", () => {
  expect(() => choose(GGUF, "hf:a/b")).toThrow(
    expect.objectContaining({
      code: "input_invalid",
      message: expect.stringContaining("3 GGUF models; name one: m-Q4_K_M.gguf (1.0 GB), m-Q8_0.gguf"),
      hint: expect.stringContaining("hf:a/b:m-Q4_K_M.gguf"),
    }),
  );
  expect(choose(GGUF, "hf:a/b:m-Q8_0.gguf")).toEqual(["m-Q8_0.gguf"]);
  expect(choose(GGUF, "hf:a/b:q4_k_m")).toEqual(["m-Q4_K_M.gguf"]);
  expect(choose(GGUF, "hf:a/b:*.md")).toEqual(["README.md"]);
  expect(choose(["x/m-Q8_0.gguf", "README.md"], "hf:a/b")).toEqual(["x/m-Q8_0.gguf", "README.md"]);
});

const SPLIT = ["q/m-Q8_0-00001-of-00003.gguf", "q/m-Q8_0-00002-of-00003.gguf", "q/m-Q8_0-00003-of-00003.gguf"];

test("a split model is fetched whole, whichever part is named", () => {
  expect(choose(SPLIT, "hf:a/b")).toEqual(SPLIT);
  expect(choose(SPLIT, `hf:a/b:${SPLIT[1]}`)).toEqual(SPLIT);
  expect(choose(SPLIT, "hf:a/b:Q8_0")).toEqual(SPLIT);
  expect(() => choose(SPLIT.slice(0, 2), "hf:a/b")).toThrow(
    expect.objectContaining({ message: expect.stringContaining("00003-of-00003.gguf is missing") }),
  );
  expect(choose(["m-00001-of-00000.gguf"], "hf:a/b")).toEqual(["m-00001-of-00000.gguf"]);
});

test("an unknown file gets the nearest name and the list", () => {
  expect(() => choose(GGUF, "hf:a/b:m-Q8_O.gguf")).toThrow(
    expect.objectContaining({
      code: "not_found",
      hint: expect.stringMatching(/^Did you mean m-Q8_0\.gguf\? It has: m-Q4_K_M/u),
    }),
  );
});

test("pickles alone are not fetched unasked", () => {
  expect(() => choose(["pytorch_model.bin", "config.json"], "hf:a/b")).toThrow(
    expect.objectContaining({ message: expect.stringContaining("pickle") }),
  );
  expect(choose(["pytorch_model.bin", "config.json"], "hf:a/b", { include: ["*.bin"] })).toEqual(["pytorch_model.bin"]);
});

test("patterns choose and leave out", () => {
  expect(choose(SENTENCE_MODEL, "hf:a/b", { include: ["onnx/**"], exclude: ["**/*_O2.onnx"] })).toEqual([
    "onnx/model.onnx",
  ]);
  expect(() => choose(SENTENCE_MODEL, "hf:a/b", { include: ["none/**"] })).toThrow(
    expect.objectContaining({ code: "not_found" }),
  );
});
