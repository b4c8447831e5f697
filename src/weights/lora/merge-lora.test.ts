import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { type FloatFormat, fromFloat32, toFloat32 } from "../number-formats.ts";
import { openSafetensors } from "../safetensors/open-safetensors.ts";
import { writeSafetensors } from "../safetensors/write-safetensors.ts";
import { mergeLora } from "./merge-lora.ts";
import { LORA_CONFIG, writeLora } from "./write-lora.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "schoolbook-merge-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const QUERY = "model.layers.0.self_attn.q_proj";
const ROWS = 3;
const COLUMNS = 4;
/** 0, 1, 2 … row by row. */
const COUNTING = Float32Array.from({ length: ROWS * COLUMNS }, (_, at) => at);

type Stored = { readonly name: string; readonly shape: readonly number[]; readonly values: Float32Array };

async function writeWeights(file: string, tensors: readonly Stored[], dtype: FloatFormat | "U8" = "F32") {
  mkdirSync(join(root, "base"), { recursive: true });
  await writeSafetensors(
    join(root, "base", file),
    tensors.map(({ name, shape, values }) => {
      const bytes = dtype === "U8" ? Uint8Array.from(values) : fromFloat32(values, dtype);
      return { name, dtype, shape, bytes: bytes.byteLength, pieces: () => [bytes] };
    }),
    { format: "pt" },
  );
}

async function writeBase(dtype: FloatFormat | "U8" = "F32", config: object = {}): Promise<void> {
  await writeWeights(
    "model.safetensors",
    [
      { name: `${QUERY}.weight`, shape: [ROWS, COLUMNS], values: COUNTING },
      { name: "model.norm.weight", shape: [COLUMNS], values: COUNTING.subarray(0, COLUMNS) },
    ],
    dtype,
  );
  for (const [name, text] of Object.entries({
    "config.json": JSON.stringify({ model_type: "qwen3", ...config }),
    "tokenizer.json": "{}",
    "chat_template.jinja": "the form",
    LICENSE: "terms",
    "notes.txt": "not of the model",
  })) {
    writeFileSync(join(root, "base", name), text);
  }
}

/** Rank 2: B has ones in its first column, twos in its second; A's rows are 1 2 3 4 and 10 20 30 40. */
async function writeAdapter(name = QUERY, changes: object = {}): Promise<string> {
  const folder = join(root, "adapter");
  await writeLora(folder, {
    rank: 2,
    alpha: 4,
    base: "toy",
    tensors: [
      { name, half: "A", shape: [2, COLUMNS], values: Float32Array.of(1, 2, 3, 4, 10, 20, 30, 40) },
      { name, half: "B", shape: [ROWS, 2], values: Float32Array.of(1, 2, 1, 2, 1, 2) },
    ],
  });
  const path = join(folder, LORA_CONFIG);
  const config: unknown = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify({ ...(typeof config === "object" ? config : {}), ...changes }));
  return folder;
}

async function merge(): Promise<readonly string[]> {
  return mergeLora({ folder: join(root, "adapter"), baseFolder: join(root, "base"), out: join(root, "out") });
}

async function valuesOf(name: string, file = "model.safetensors") {
  await using weights = await openSafetensors(join(root, "out", file));
  const place = weights.tensors.get(name);
  if (place === undefined) throw new Error(`${name} is not there`);
  const { dtype, shape } = place;
  if (dtype !== "F32" && dtype !== "BF16" && dtype !== "F16") throw new Error(`it is ${dtype}`);
  return { dtype, shape, values: [...toFloat32(await weights.read(place), dtype)] };
}

/** B A is 21 42 63 84 in each row. */
const sum = (scale: number): readonly number[] =>
  Array.from(COUNTING, (value, at) => value + scale * 21 * ((at % COLUMNS) + 1));

test("what was learnt is added, alpha over rank times; everything else of the base is as it was", async () => {
  await writeBase();
  await writeAdapter();
  expect(await merge()).toEqual([`${QUERY}.weight`]);
  expect(await valuesOf(`${QUERY}.weight`)).toEqual({ dtype: "F32", shape: [ROWS, COLUMNS], values: sum(2) });
  expect((await valuesOf("model.norm.weight")).values).toEqual([0, 1, 2, 3]);
  for (const name of ["config.json", "tokenizer.json", "chat_template.jinja", "LICENSE"]) {
    expect(readFileSync(join(root, "out", name))).toEqual(readFileSync(join(root, "base", name)));
  }
  expect(existsSync(join(root, "out", "notes.txt"))).toBe(false);
});

test("T16: rank-stabilised scaling and an alpha of one matrix's own count as PEFT counts them", async () => {
  await writeBase();
  await writeAdapter(QUERY, { use_rslora: true });
  await merge();
  const { values } = await valuesOf(`${QUERY}.weight`);
  for (const [at, value] of values.entries()) expect(value).toBeCloseTo(sum(4 / Math.SQRT2)[at] ?? 0, 3);
  await writeAdapter(QUERY, { alpha_pattern: { q_proj: 12 } });
  await merge();
  expect((await valuesOf(`${QUERY}.weight`)).values).toEqual(sum(6));
});

test("the sum has the base's own format, rounded once", async () => {
  await writeBase("BF16");
  await writeAdapter();
  await merge();
  const rounded = toFloat32(fromFloat32(Float32Array.from(sum(2)), "BF16"), "BF16");
  expect(await valuesOf(`${QUERY}.weight`)).toMatchObject({ dtype: "BF16", values: [...rounded] });
});

test("weights in several files are written as several files, with their index", async () => {
  await writeBase();
  rmSync(join(root, "base", "model.safetensors"));
  const [query, other] = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
  await writeWeights(query, [{ name: `${QUERY}.weight`, shape: [ROWS, COLUMNS], values: COUNTING }]);
  await writeWeights(other, [{ name: "model.norm.weight", shape: [2], values: Float32Array.of(5, 6) }]);
  writeFileSync(join(root, "base", "model.safetensors.index.json"), "{}");
  await writeAdapter();
  await merge();
  expect((await valuesOf(`${QUERY}.weight`, query)).values).toEqual(sum(2));
  expect((await valuesOf("model.norm.weight", other)).values).toEqual([5, 6]);
  expect(existsSync(join(root, "out", "model.safetensors.index.json"))).toBe(true);
});

test.each([
  [
    "by 4 bits of bitsandbytes",
    { quantization_config: { quant_method: "bitsandbytes", load_in_4bit: true } },
    "4 bits",
  ],
  [
    "by 8 bits of bitsandbytes",
    { quantization_config: { quant_method: "bitsandbytes", load_in_8bit: true } },
    "8 bits",
  ],
  ["by GPTQ", { quantization_config: { quant_method: "gptq", bits: 4 } }, "gptq, 4 bits"],
  ["by AWQ", { quantization_config: { quant_method: "awq", bits: 4 } }, "awq, 4 bits"],
  ["by eight-bit floats", { quantization_config: { quant_method: "fp8" } }, "fp8"],
])("T12: nothing is merged into a base that is quantised %s, and nothing is written", async (_, config, told) => {
  await writeBase("F16", config);
  await writeAdapter();
  const refusal = {
    code: "input_invalid",
    message: expect.stringContaining(told),
    hint: expect.stringContaining("16"),
  };
  await expect(merge()).rejects.toMatchObject(refusal);
  await expect(merge()).rejects.toThrow("never merged into a quantised base");
  expect(existsSync(join(root, "out"))).toBe(false);
});

test("T12: weights that are stored as bytes are quantised whatever the configuration says", async () => {
  await writeBase("U8");
  await writeAdapter();
  await expect(merge()).rejects.toThrow(/quantised base: .+ as U8/u);
});

test("T12: a GGUF file is no base to merge into", async () => {
  await writeAdapter();
  const merged = mergeLora({ folder: join(root, "adapter"), baseFolder: "base-Q4_K_M.gguf", out: join(root, "out") });
  await expect(merged).rejects.toThrow(/quantised base: base-Q4_K_M\.gguf is a GGUF file/u);
});

test.each([
  ["a DoRA", QUERY, { use_dora: true }, /DoRA/u],
  ["whole modules", QUERY, { modules_to_save: ["lm_head"] }, /whole modules/u],
  ["a head that the base ties to its embedding", "lm_head", {}, /its base has no lm_head/u],
  ["a matrix of another shape", "model.norm", {}, /is 4 in the base, and 3 by 4 in the adapter/u],
])("T17: %s is refused", async (_, name, changes, message) => {
  await writeBase();
  await writeAdapter(name, changes);
  await expect(merge()).rejects.toThrow(message);
});
