// A small model with random weights and nano's tokenizer: enough to train on in a second.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { seededRandom } from "../../src/core/runtime.ts";
import { linearShapes } from "../../src/trainers/builtin/model/model-places.ts";
import { parseModelConfig } from "../../src/weights/model-config.ts";
import { fromFloat32 } from "../../src/weights/number-formats.ts";
import { writeSafetensors } from "../../src/weights/safetensors/write-safetensors.ts";

export type ToyBase = { readonly architecture: "qwen3" | "llama"; readonly tied?: boolean };

type Drawn = { readonly shape: readonly number[]; readonly draw: () => number };

/** Writes the folder as the Hugging Face library lays it out. */
export async function writeToyBase(folder: string, { architecture, tied = true }: ToyBase): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const name of ["tokenizer.json", "chat_template.jinja"])
    copyFileSync(join("models/nano", name), join(folder, name));
  const raw = {
    model_type: architecture,
    vocab_size: 4096,
    hidden_size: 64,
    intermediate_size: 96,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    head_dim: 32,
    max_position_embeddings: 512,
    rms_norm_eps: 1e-5,
    rope_theta: 10_000,
    tie_word_embeddings: tied,
    eos_token_id: 4095,
  };
  const json = JSON.stringify(raw);
  writeFileSync(join(folder, "config.json"), json);
  const config = parseModelConfig(json, "toy");
  const random = seededRandom(5);
  const wide = (shape: readonly number[]): Drawn => ({ shape, draw: () => (random() - 0.5) * 0.3 });
  const norm = (size: number): Drawn => ({ shape: [size], draw: () => 1 + (random() - 0.5) * 0.2 });
  const tensors: Readonly<Record<string, Drawn>> = {
    "model.embed_tokens": wide([config.vocabulary, config.width]),
    ...(tied ? {} : { lm_head: wide([config.vocabulary, config.width]) }),
    "model.norm": norm(config.width),
    ...Object.fromEntries(linearShapes(config).map(({ name, inputs, outputs }) => [name, wide([outputs, inputs])])),
    ...Object.fromEntries(
      Array.from({ length: config.layers }, (_, layer) => [
        [`model.layers.${layer}.input_layernorm`, norm(config.width)],
        [`model.layers.${layer}.post_attention_layernorm`, norm(config.width)],
        ...(architecture === "qwen3"
          ? [
              [`model.layers.${layer}.self_attn.q_norm`, norm(config.headWidth)],
              [`model.layers.${layer}.self_attn.k_norm`, norm(config.headWidth)],
            ]
          : []),
      ]).flat(),
    ),
  };
  await writeSafetensors(
    join(folder, "model.safetensors"),
    Object.entries(tensors).map(([name, { shape, draw }]) => {
      const count = shape.reduce((product, size) => product * size, 1);
      const bytes = fromFloat32(Float32Array.from({ length: count }, draw), "F32");
      return { name: `${name}.weight`, dtype: "F32", shape, bytes: bytes.byteLength, pieces: () => [bytes] };
    }),
  );
}
