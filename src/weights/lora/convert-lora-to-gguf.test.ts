import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { readGgufHeader } from "../gguf/read-gguf-header.ts";
import { convertLoraToGguf } from "./convert-lora-to-gguf.ts";
import type { LoraTensor } from "./lora-tensors.ts";
import { LORA_CONFIG, writeLora } from "./write-lora.ts";

let root: string;
let count = 0;

const BASE = {
  vocab_size: 32,
  hidden_size: 16,
  intermediate_size: 24,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  head_dim: 8,
  max_position_embeddings: 64,
  rms_norm_eps: 1e-6,
};

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "schoolbook-lora-"));
  for (const model_type of ["qwen3", "llama"]) {
    mkdirSync(join(root, model_type));
    writeFileSync(join(root, model_type, "config.json"), JSON.stringify({ ...BASE, model_type }));
  }
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

type Matrix = { readonly name: string; readonly inputs: number; readonly outputs: number };

const QUERY: Matrix = { name: "model.layers.0.self_attn.q_proj", inputs: 16, outputs: 16 };

/** A counts up, and row r of B holds r. */
function halves({ name, inputs, outputs }: Matrix, rank: number): readonly LoraTensor[] {
  return [
    { name, half: "A", shape: [rank, inputs], values: Float32Array.from({ length: rank * inputs }, (_, at) => at) },
    {
      name,
      half: "B",
      shape: [outputs, rank],
      values: Float32Array.from({ length: outputs * rank }, (_, at) => Math.floor(at / rank)),
    },
  ];
}

async function adapter(tensors: readonly LoraTensor[], changes: object = {}): Promise<string> {
  const folder = join(root, `adapter-${(count += 1)}`);
  await writeLora(folder, { rank: 2, alpha: 4, base: "toy", tensors });
  const path = join(folder, LORA_CONFIG);
  const config: unknown = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify({ ...(typeof config === "object" ? config : {}), ...changes }));
  return folder;
}

async function convert(folder: string, base = "qwen3") {
  const out = join(folder, "out.gguf");
  await convertLoraToGguf({ folder, baseFolder: join(root, base), out, name: "toy", format: "F32" });
  const bytes = readFileSync(out);
  const header = await readGgufHeader(out);
  const tensor = header.tensors.find(({ name }) => name === "blk.0.attn_q.weight.lora_b");
  const start = tensor?.offset ?? 0;
  const rows = new Float32Array(new Uint8Array(bytes.subarray(start, start + 16 * 2 * 4)).buffer);
  return { header, rows: Array.from({ length: 16 }, (_, row) => rows[row * 2]) };
}

test("the file names its kind, its base's architecture and its alpha, and each half beside the base's tensor", async () => {
  const { header } = await convert(await adapter(halves(QUERY, 2)));
  expect(header.values.get("general.type")).toBe("adapter");
  expect(header.values.get("general.architecture")).toBe("qwen3");
  expect(header.values.get("adapter.type")).toBe("lora");
  expect(header.values.get("adapter.lora.alpha")).toBe(4);
  expect(header.tensors.map(({ name }) => name)).toEqual(["blk.0.attn_q.weight.lora_a", "blk.0.attn_q.weight.lora_b"]);
});

test("rows of B change places for Llama's queries as the base's rows do, and stay for Qwen3", async () => {
  const folder = await adapter(halves(QUERY, 2));
  expect((await convert(folder)).rows).toEqual(Array.from({ length: 16 }, (_, row) => row));
  expect((await convert(folder, "llama")).rows).toEqual([0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15]);
});

test("rank-stabilised scaling is written as the alpha that gives the same scale", async () => {
  const { header } = await convert(await adapter(halves(QUERY, 2), { use_rslora: true }));
  expect(header.values.get("adapter.lora.alpha")).toBeCloseTo(4 * Math.sqrt(2), 5);
});

test("T16: an alpha of its own for one matrix is folded into its B", async () => {
  const { header, rows } = await convert(await adapter(halves(QUERY, 2), { alpha_pattern: { q_proj: 12 } }));
  expect(header.values.get("adapter.lora.alpha")).toBe(4);
  expect(rows.slice(0, 4)).toEqual([0, 3, 6, 9]);
});

test.each([
  ["a DoRA", { use_dora: true }, /DoRA/u],
  ["another kind of adapter", { peft_type: "IA3" }, /IA3/u],
  ["whole modules", { modules_to_save: ["lm_head"] }, /whole modules: lm_head/u],
  ["biases", { bias: "all" }, /biases/u],
  ["matrices the other way round", { fan_in_fan_out: true }, /other way round/u],
  ["an alpha of zero", { lora_alpha: 0 }, /alpha is zero/u],
])("T17: %s is refused", async (_, changes, message) => {
  await expect(convert(await adapter(halves(QUERY, 2), changes))).rejects.toThrow(message);
});

test.each([
  ["the head", { name: "lm_head", inputs: 16, outputs: 32 }, /changes lm_head/u],
  ["the embedding", { name: "model.embed_tokens", inputs: 16, outputs: 32 }, /changes model\.embed_tokens/u],
  ["a layer that the base lacks", { ...QUERY, name: "model.layers.7.self_attn.q_proj" }, /layers\.7/u],
  ["another shape", { ...QUERY, outputs: 24 }, /does not fit the base/u],
])("T17: an adapter of %s is refused", async (_, matrix, message) => {
  await expect(convert(await adapter(halves(matrix, 2)))).rejects.toThrow(message);
});

test("half an adapter is refused", async () => {
  await expect(convert(await adapter(halves(QUERY, 2).slice(0, 1)))).rejects.toThrow(/only one half/u);
});
