// Reads the base's weights from their folder into the trainer's memory and packs them for the matrix product.
import { join } from "node:path";

import { SchoolbookError } from "../../../core/errors.ts";
import { FLOAT_BYTES, type FloatFormat, toFloat32 } from "../../../weights/number-formats.ts";
import { openSafetensors, type Safetensors } from "../../../weights/safetensors/open-safetensors.ts";
import type { Kernels } from "../kernel/load-kernels.ts";
import type { Address } from "../memory/arena.ts";
import { FLOAT, PANEL } from "./bench.ts";
import { type ModelPlaces, paddedVocabulary } from "./model-places.ts";

export type LoadOptions = {
  readonly folder: string;
  readonly memory: SharedArrayBuffer;
  readonly kernels: Kernels;
  readonly places: ModelPlaces;
  /** Room for the largest matrix while it is packed. */
  readonly staging: Address;
};

export async function loadWeights(options: LoadOptions): Promise<void> {
  await using weights = await openSafetensors(join(options.folder, "model.safetensors"));
  const context = { ...options, weights };
  const { places, kernels } = options;
  const { config } = places;
  const { vocabulary, width } = config;
  const head = config.tied ? "model.embed_tokens" : "lm_head";
  await put(context, { name: "model.embed_tokens", shape: [vocabulary, width], to: places.embedding });
  await put(context, { name: head, shape: [vocabulary, width], to: options.staging });
  const step = width * FLOAT;
  kernels.packColumns(options.staging, step, vocabulary, width, places.head.forward, width * PANEL);
  clearBehind(options);
  kernels.packRows(
    options.staging,
    step,
    paddedVocabulary(config),
    width,
    places.head.backward,
    paddedVocabulary(config) * PANEL,
  );
  for (const { name, inputs, outputs, forward, backward } of places.linears) {
    await put(context, { name, shape: [outputs, inputs], to: options.staging });
    kernels.packColumns(options.staging, inputs * FLOAT, outputs, inputs, forward, inputs * PANEL);
    kernels.packRows(options.staging, inputs * FLOAT, outputs, inputs, backward, outputs * PANEL);
  }
  await loadNorms(context);
  writeRotary(options);
}

type Context = LoadOptions & { readonly weights: Safetensors };

async function loadNorms(context: Context): Promise<void> {
  const { layers, finalNorm, config } = context.places;
  await put(context, { name: "model.norm", shape: [config.width], to: finalNorm });
  for (const [at, { attentionNorm, feedNorm, headNorms }] of layers.entries()) {
    const layer = `model.layers.${at}`;
    await put(context, { name: `${layer}.input_layernorm`, shape: [config.width], to: attentionNorm });
    await put(context, { name: `${layer}.post_attention_layernorm`, shape: [config.width], to: feedNorm });
    if (headNorms === undefined) continue;
    await put(context, { name: `${layer}.self_attn.q_norm`, shape: [config.headWidth], to: headNorms.query });
    await put(context, { name: `${layer}.self_attn.k_norm`, shape: [config.headWidth], to: headNorms.key });
  }
}

type Wanted = { readonly name: string; readonly shape: readonly number[]; readonly to: Address };

async function put({ weights, memory, folder }: Context, { name, shape, to }: Wanted): Promise<void> {
  const place = weights.tensors.get(`${name}.weight`);
  if (place?.shape.join() !== shape.join()) {
    const found = place === undefined ? "is missing" : `is ${place.shape.join(" by ")} and not ${shape.join(" by ")}`;
    throw new SchoolbookError("input_invalid", `${folder}: ${name}.weight ${found}.`, {
      hint: "Check that config.json and model.safetensors belong to each other.",
    });
  }
  const format = formatOf(place.dtype, name);
  const count = (place.end - place.begin) / FLOAT_BYTES[format];
  new Float32Array(memory, to, count).set(toFloat32(await weights.read(place), format));
}

function formatOf(dtype: string, name: string): FloatFormat {
  if (dtype === "F32" || dtype === "F16" || dtype === "BF16") return dtype;
  throw new SchoolbookError(
    "input_invalid",
    `${name} is stored as ${dtype}; the built-in trainer reads F32, F16 and BF16.`,
    {
      hint: "Save the model's weights unquantised.",
    },
  );
}

/** The rows that only make the head's last panel whole. */
function clearBehind({ places: { config }, memory, staging }: LoadOptions): void {
  const { vocabulary, width } = config;
  const spare = (paddedVocabulary(config) - vocabulary) * width;
  new Float32Array(memory, staging + vocabulary * width * FLOAT, spare).fill(0);
}

/** Cosines, then sines, of each place, rounded on the way as llama.cpp and PyTorch round. */
function writeRotary({ places, memory }: LoadOptions): void {
  const { headWidth, ropeTheta } = places.config;
  const half = headWidth / 2;
  const table = new Float32Array(memory, places.rotary, places.maxTokens * headWidth);
  for (let at = 0; at < half; at += 1) {
    const rate = Math.fround(ropeTheta ** (-at / half));
    for (let place = 0; place < places.maxTokens; place += 1) {
      const angle = Math.fround(place * rate);
      table[place * headWidth + at] = Math.cos(angle);
      table[place * headWidth + half + at] = Math.sin(angle);
    }
  }
}

/** Numbers of the largest matrix, which is what `staging` has to hold. */
export function stagingNumbers({ config, linears }: ModelPlaces): number {
  const sizes = linears.map(({ inputs, outputs }) => inputs * outputs);
  return Math.max(paddedVocabulary(config) * config.width, ...sizes);
}
