import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterEach, beforeEach, expect, test } from "vitest";

import { convertToGguf } from "./convert-to-gguf.ts";
import { dequantiseQ8 } from "./gguf/quantise-q8.ts";
import { type GgufHeader, readGgufHeader } from "./gguf/read-gguf-header.ts";
import { planTensors } from "./gguf/tensor-names.ts";
import { parseModelConfig } from "./model-config.ts";
import { fromFloat32, toFloat32 } from "./number-formats.ts";
import { writeSafetensors } from "./safetensors/write-safetensors.ts";

const models = fileURLToPath(new URL("../../models/nano/", import.meta.url));
const CONFIG = {
  vocab_size: 4096,
  hidden_size: 32,
  intermediate_size: 64,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  head_dim: 8,
  max_position_embeddings: 128,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  tie_word_embeddings: true,
  eos_token_id: 2,
};

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "model-"));
});
afterEach(async () => rm(folder, { recursive: true }));

/** A model whose every number tells its row: row 3 of any matrix is full of threes. */
async function writeModel(type: "llama" | "qwen3"): Promise<string> {
  const config = JSON.stringify({ model_type: type, ...CONFIG });
  await writeFile(join(folder, "config.json"), config);
  await copyFile(join(models, "tokenizer.json"), join(folder, "tokenizer.json"));
  await copyFile(join(models, "chat_template.jinja"), join(folder, "chat_template.jinja"));
  const tensors = planTensors(parseModelConfig(config, "config.json")).map(({ source }) => {
    const shape = shapeOf(source);
    const row = shape.at(-1) ?? 1;
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Float32Array.from({ length: count }, (_, at) => Math.floor(at / row) % 128);
    return { name: source, dtype: "BF16", shape, bytes: count * 2, pieces: () => [fromFloat32(values, "BF16")] };
  });
  await writeSafetensors(join(folder, "model.safetensors"), tensors);
  return folder;
}

function shapeOf(name: string): number[] {
  if (name.includes("embed_tokens")) return [4096, 32];
  if (/[qk]_norm/u.test(name)) return [8];
  if (name.includes("norm")) return [32];
  if (/[kv]_proj/u.test(name)) return [16, 32];
  if (/gate|up_proj/u.test(name)) return [64, 32];
  return name.includes("down") ? [32, 64] : [32, 32];
}

async function firstOfRows(path: string, header: GgufHeader, name: string): Promise<readonly number[]> {
  const place = header.tensors.find((tensor) => tensor.name === name);
  const [rows = 0, row = 0] = place?.shape ?? [];
  const bytes = (await readFile(path)).subarray(place?.offset, (place?.offset ?? 0) + rows * row * 2);
  const values = toFloat32(bytes, "F16");
  return Array.from({ length: rows }, (_, at) => values[at * row] ?? Number.NaN);
}

test("a Qwen3 model keeps its rows, its tokenizer and its template", async () => {
  const out = join(folder, "model.gguf");
  await convertToGguf({ folder: await writeModel("qwen3"), out, format: "F16", name: "tiny" });
  const header = await readGgufHeader(out);
  expect(header.values.get("general.architecture")).toBe("qwen3");
  expect(header.values.get("general.name")).toBe("tiny");
  expect(header.values.get("qwen3.attention.key_length")).toBe(8);
  expect(header.values.get("tokenizer.ggml.pre")).toBe("qwen2");
  expect(header.values.get("tokenizer.ggml.tokens")).toHaveLength(4096);
  expect(header.values.get("tokenizer.chat_template")).toContain("<|im_start|>");
  expect(header.tensors).toHaveLength(1 + 2 * 11 + 1);
  expect(await firstOfRows(out, header, "blk.1.attn_q.weight")).toEqual(Array.from({ length: 32 }, (_, row) => row));
});

test("a Llama model's queries and keys are dealt out in pairs, head by head", async () => {
  const out = join(folder, "model.gguf");
  await convertToGguf({ folder: await writeModel("llama"), out, format: "F16" });
  const header = await readGgufHeader(out);
  const head = [0, 4, 1, 5, 2, 6, 3, 7];
  const dealt = (heads: number): number[] =>
    Array.from({ length: heads }, (_, at) => head.map((row) => at * 8 + row)).flat();
  expect(await firstOfRows(out, header, "blk.0.attn_q.weight")).toEqual(dealt(4));
  expect(await firstOfRows(out, header, "blk.0.attn_k.weight")).toEqual(dealt(2));
  expect(await firstOfRows(out, header, "blk.0.attn_v.weight")).toEqual(Array.from({ length: 16 }, (_, row) => row));
  expect(header.tensors.some(({ name }) => name.includes("q_norm"))).toBe(false);
});

test("matrices become Q8_0 and norms stay float32", async () => {
  const out = join(folder, "model.gguf");
  await convertToGguf({ folder: await writeModel("qwen3"), out, format: "Q8_0" });
  const header = await readGgufHeader(out);
  expect(header.tensors.filter(({ shape }) => shape.length === 1).every(({ type }) => type === 0)).toBe(true);
  expect(header.tensors.filter(({ shape }) => shape.length === 2).every(({ type }) => type === 8)).toBe(true);
  const place = header.tensors.find(({ name }) => name === "blk.0.ffn_up.weight");
  const bytes = (await readFile(out)).subarray(place?.offset, (place?.offset ?? 0) + 64 * 34);
  const values = dequantiseQ8(bytes);
  expect(values[5 * 32]).toBeCloseTo(5, 2);
});

test("F32 keeps every number of the source", async () => {
  const out = join(folder, "model.gguf");
  await convertToGguf({ folder: await writeModel("qwen3"), out, format: "F32" });
  const header = await readGgufHeader(out);
  expect(header.tensors.every(({ type }) => type === 0)).toBe(true);
  expect(header.values.get("general.file_type")).toBe(0);
  const place = header.tensors.find(({ name }) => name === "blk.0.ffn_up.weight");
  const bytes = (await readFile(out)).subarray(place?.offset, (place?.offset ?? 0) + 64 * 32 * 4);
  expect(toFloat32(bytes, "F32")[5 * 32]).toBe(5);
});

test("a folder whose files do not belong together is refused", async () => {
  await writeModel("qwen3");
  await writeFile(
    join(folder, "config.json"),
    JSON.stringify({ model_type: "qwen3", ...CONFIG, num_hidden_layers: 3 }),
  );
  const converted = convertToGguf({ folder, out: join(folder, "model.gguf"), format: "F16" });
  await expect(converted).rejects.toThrow("lacks model.layers.2.input_layernorm.weight");
});

test.each([
  ["an unknown architecture", { model_type: "mamba" }, "model_type"],
  ["scaled positions", { model_type: "llama", rope_scaling: { rope_type: "llama3" } }, "its positions are scaled"],
  ["biases in attention", { model_type: "llama", attention_bias: true }, "has biases"],
])("%s is refused", (_, change, why) => {
  expect(() => parseModelConfig(JSON.stringify({ ...CONFIG, ...change }), "config.json")).toThrow(why);
});
