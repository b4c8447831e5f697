import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { putPulledModel } from "../../../../test/pull/put-pulled-model.ts";
import { pulledFile } from "./pulled-file.ts";

let models = "";

beforeEach(() => {
  models = mkdtempSync(join(tmpdir(), "schoolbook-pulled-"));
});

afterEach(() => rmSync(models, { recursive: true, force: true }));

const put = (name: string, paths: readonly string[]): string =>
  putPulledModel(models, name, Object.fromEntries(paths.map((path) => [path, path])));

test("a split GGUF model is opened by its first part, an ONNX model by its own file and not by its tokenizer", () => {
  const folder = put("hf:a/b:Q8_0", ["m-Q8_0-00002-of-00002.gguf", "m-Q8_0-00001-of-00002.gguf"]);
  expect(pulledFile("hf:a/b:Q8_0", models)).toEqual({
    kind: "here",
    format: "gguf",
    path: join(folder, "m-Q8_0-00001-of-00002.gguf"),
  });
  put("hf:c/d:onnx/model.onnx", ["config.json", "onnx/model.onnx", "tokenizer.json"]);
  expect(pulledFile("hf:c/d:onnx/model.onnx", models)).toMatchObject({ kind: "here", format: "onnx" });
  put("hf:e/f", ["model.safetensors", "config.json"]);
  expect(pulledFile("hf:e/f", models)).toMatchObject({ kind: "here", format: "other" });
});

test("a model that was not pulled, or only half, says what to do", () => {
  const missing = { kind: "missing", remedy: "Run `schoolbook models pull hf:a/b:m.gguf`." };
  expect(pulledFile("hf:a/b:m.gguf", models)).toMatchObject(missing);
  const folder = put("hf:a/b:m.gguf", ["m.gguf"]);
  rmSync(join(folder, "m.gguf"));
  expect(pulledFile("hf:a/b:m.gguf", models)).toMatchObject(missing);
});

test("a key in an address is shown neither in what is missing nor in the command, which is one argument to a shell", () => {
  const found = pulledFile("https://models.example/m.gguf?token=hush&part=1", models);
  expect(JSON.stringify(found)).not.toContain("hush");
  expect(found).toMatchObject({
    remedy: "Run `schoolbook models pull 'https://models.example/m.gguf?token=…&part=1'`.",
  });
});
