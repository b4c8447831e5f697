import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { modelFolders } from "../../../test/onnx/onnx-engine.ts";
import { tokenVectors } from "../../../test/onnx/tiny-onnx.ts";
import { readModelFiles } from "./model-files.ts";

const folders = modelFolders();
let count = 0;

afterAll(() => folders[Symbol.dispose]());

function read(files: Readonly<Record<string, unknown>>, path = "model.onnx") {
  return readModelFiles(folders.write(`model-${count++}`, { graph: tokenVectors(), files, path }));
}

test("a model is found by its file and by its folder, also where exports have a folder of their own", () => {
  const folder = folders.write("found", { graph: tokenVectors(), path: "onnx/model.onnx" });
  const expected = { file: join(folder, "onnx/model.onnx"), tokenizerFile: join(folder, "tokenizer.json") };
  expect(readModelFiles(folder)).toMatchObject(expected);
  expect(readModelFiles(join(folder, "onnx/model.onnx"))).toMatchObject(expected);
});

test("length, pooling, prefixes and roles come from the files beside it", () => {
  expect(read({})).toMatchObject({
    roles: ["embedder", "reranker"],
    maxTokens: 64,
    pooling: "mean",
    prompts: { query: "", document: "" },
  });
  const files = {
    "config.json": { architectures: ["XLMRobertaModel"], model_type: "xlm-roberta", max_position_embeddings: 42 },
    "1_Pooling/config.json": { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false },
    "config_sentence_transformers.json": { prompts: { query: "query: ", passage: "passage: " } },
  };
  expect(read(files)).toMatchObject({
    roles: ["embedder"],
    maxTokens: 40,
    pooling: "cls",
    prompts: { query: "query: ", document: "passage: " },
  });
  const reranker = {
    "config.json": { architectures: ["BertForSequenceClassification"], max_position_embeddings: 512 },
  };
  expect(read({ ...reranker, "tokenizer_config.json": { model_max_length: 1e30 } })).toMatchObject({
    roles: ["reranker"],
    maxTokens: 512,
  });
  expect(read({ "sentence_bert_config.json": { max_seq_length: 16 } })).toMatchObject({ maxTokens: 16 });
});

test("what is missing or not known is said in words", () => {
  const folder = folders.write("broken", { graph: tokenVectors() });
  rmSync(join(folder, "tokenizer.json"));
  expect(() => readModelFiles(folder)).toThrow(
    expect.objectContaining({ code: "not_found", message: expect.stringContaining("tokenizer.json") }),
  );
  mkdirSync(join(folder, "empty"));
  expect(() => readModelFiles(join(folder, "empty"))).toThrow(expect.objectContaining({ code: "not_found" }));
  expect(() => read({ "1_Pooling/config.json": { pooling_mode_max_tokens: true } })).toThrow(
    expect.objectContaining({ code: "input_invalid" }),
  );
  expect(() => read({ "config.json": "text" })).toThrow(
    expect.objectContaining({ message: expect.stringContaining("is damaged") }),
  );
});
