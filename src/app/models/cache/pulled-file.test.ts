import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { sha256 } from "../../../core/hash.ts";
import { FILES, versionFolder } from "./model-folder.ts";
import { writeManifest } from "./model-manifest.ts";
import { parsePullReference } from "./pull-reference.ts";
import { pulledFile } from "./pulled-file.ts";

let models = "";

beforeEach(() => {
  models = mkdtempSync(join(tmpdir(), "schoolbook-pulled-"));
});

afterEach(() => rmSync(models, { recursive: true, force: true }));

/** As a pull would leave it. */
function put(name: string, paths: readonly string[]): string {
  const commit = "c".repeat(40);
  const folder = versionFolder(models, parsePullReference(name), commit);
  for (const path of paths) {
    mkdirSync(join(folder, FILES, path, ".."), { recursive: true });
    writeFileSync(join(folder, FILES, path), path);
  }
  writeManifest(folder, {
    version: 1,
    source: { kind: "hub", endpoint: "https://huggingface.co", repo: "a/b", commit },
    files: paths.map((path) => ({ path, size: Buffer.byteLength(path), sha256: sha256(path) })),
    pulls: [{ name, files: [...paths], at: "2026-01-01T00:00:00.000Z" }],
  });
  return join(folder, FILES);
}

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
  const missing = { kind: "missing", remedy: "`schoolbook models pull hf:a/b:m.gguf`" };
  expect(pulledFile("hf:a/b:m.gguf", models)).toMatchObject(missing);
  const folder = put("hf:a/b:m.gguf", ["m.gguf"]);
  rmSync(join(folder, "m.gguf"));
  expect(pulledFile("hf:a/b:m.gguf", models)).toMatchObject(missing);
});
