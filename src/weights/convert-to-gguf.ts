// Writes a folder of weights (config.json, model.safetensors, tokenizer.json, chat template) as one GGUF file.
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";

import { SchoolbookError } from "../core/errors.ts";
import { ggufMetadata } from "./gguf/gguf-metadata.ts";
import type { GgufMetadata } from "./gguf/gguf-value.ts";
import { quantiseQ8 } from "./gguf/quantise-q8.ts";
import { permutedRow, planTensors, type TensorPlan } from "./gguf/tensor-names.ts";
import { ggufBytes, type GgufTensor, writeGguf } from "./gguf/write-gguf.ts";
import { type ModelConfig, readModelConfig } from "./model-config.ts";
import { FLOAT_BYTES, type FloatFormat, fromFloat32, toFloat32 } from "./number-formats.ts";
import { openSafetensors, type Safetensors, type TensorPlace } from "./safetensors/open-safetensors.ts";
import { readTokenizerFile } from "./tokenizer/tokenizer-file.ts";

export type ConversionOptions = {
  readonly folder: string;
  readonly out: string;
  readonly format: "F32" | "F16" | "Q8_0";
  /** What the model calls itself; the folder's name when it is not given. */
  readonly name?: string;
};

/** How many numbers are in memory at a time: a tensor is never held whole. */
const NUMBERS_AT_ONCE = 1 << 20;

export async function convertToGguf({ out, ...options }: ConversionOptions): Promise<void> {
  await using plan = await planConversion(options);
  await writeGguf(out, plan.metadata, plan.tensors);
}

/** Bytes that the file has when it is whole. */
export async function convertedBytes(options: Omit<ConversionOptions, "out">): Promise<number> {
  await using plan = await planConversion(options);
  return ggufBytes(plan.metadata, plan.tensors);
}

type Plan = AsyncDisposable & { readonly metadata: GgufMetadata; readonly tensors: readonly GgufTensor[] };

async function planConversion({
  folder,
  format,
  name = basename(resolve(folder)),
}: Omit<ConversionOptions, "out">): Promise<Plan> {
  const config = await readModelConfig(folder);
  const tokenizer = await readTokenizerFile(join(folder, "tokenizer.json"));
  const chatTemplate = await readIfThere(join(folder, "chat_template.jinja"));
  const metadata = ggufMetadata({ name, config, tokenizer, chatTemplate, format });
  const weights = await openSafetensors(join(folder, "model.safetensors"));
  const close = async (): Promise<void> => weights[Symbol.asyncDispose]();
  try {
    const tensors = planTensors(config).map((plan) => tensorOf(plan, { config, weights, format }));
    return { metadata, tensors, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Source = {
  readonly config: ModelConfig;
  readonly weights: Safetensors;
  readonly format: "F32" | "F16" | "Q8_0";
};

function tensorOf(plan: TensorPlan, { config, weights, format }: Source): GgufTensor {
  const place = weights.tensors.get(plan.source);
  if (place === undefined) {
    throw new SchoolbookError("input_invalid", `model.safetensors lacks ${plan.source}.`, {
      hint: "Check that config.json and model.safetensors belong to each other.",
    });
  }
  // why: norms are small and added up over the whole width; llama.cpp expects them in full precision
  const target = place.shape.length < 2 ? "F32" : format;
  return {
    name: plan.target,
    format: target,
    shape: place.shape,
    pieces: async function* pieces() {
      for await (const values of readValues(weights, place, {
        headWidth: config.headWidth,
        permuted: plan.permutedHeads !== undefined,
      })) {
        yield target === "Q8_0" ? quantiseQ8(values) : fromFloat32(values, target);
      }
    },
  };
}

type Order = { readonly headWidth: number; readonly permuted: boolean };

/** The tensor's numbers row by row, a few rows at a time; a head's rows stay together where they change places. */
async function* readValues(
  weights: Safetensors,
  place: TensorPlace,
  { headWidth, permuted }: Order,
): AsyncGenerator<Float32Array> {
  const source = floatFormat(place);
  const row = place.shape.at(-1) ?? 1;
  const rows = place.shape.slice(0, -1).reduce((product, size) => product * size, 1);
  const step = permuted ? headWidth : Math.max(1, Math.floor(NUMBERS_AT_ONCE / row));
  const rowBytes = row * FLOAT_BYTES[source];
  for (let from = 0; from < rows; from += step) {
    const to = Math.min(rows, from + step);
    const values = toFloat32(await weights.read(place, from * rowBytes, to * rowBytes), source);
    yield permuted ? permuteHead(values, row, headWidth) : values;
  }
}

function permuteHead(values: Float32Array, row: number, headWidth: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let at = 0; at < headWidth; at += 1) {
    const from = permutedRow(at, headWidth) * row;
    out.set(values.subarray(from, from + row), at * row);
  }
  return out;
}

function floatFormat({ name, dtype }: TensorPlace): FloatFormat {
  if (dtype === "F32" || dtype === "F16" || dtype === "BF16") return dtype;
  throw new SchoolbookError("input_invalid", `${name} is stored as ${dtype}; Schoolbook reads F32, F16 and BF16.`, {
    hint: "Save the model's weights unquantised.",
  });
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
