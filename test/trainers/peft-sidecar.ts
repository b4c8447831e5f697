// The Python trainer for tests that need it: where it is installed, and base models that train in a second.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { beforeEach, describe } from "vitest";

import { seededRandom } from "../../src/core/runtime.ts";
import { inspectTrainer, trainersFolder } from "../../src/trainers/peft/setup/trainer-home.ts";
import { writeSafetensors } from "../../src/weights/safetensors/write-safetensors.ts";

const STATE = inspectTrainer(trainersFolder(process.env));

/** Undefined where it is not installed. */
export const TRAINER_PYTHON = STATE.kind === "installed" ? STATE.manifest.python : undefined;

export const NANO = fileURLToPath(new URL("../../models/nano", import.meta.url));

/** Tests of real training; where the sidecar is not installed they are skipped, and say why. */
export function withSidecar(title: string, tests: (python: string) => void): void {
  describe(title, () => {
    const reason = "the trainer is not installed; run `schoolbook school setup --cpu`";
    beforeEach(({ skip }) => skip(TRAINER_PYTHON === undefined, reason));
    tests(TRAINER_PYTHON ?? "");
  });
}

export type Workplace = Disposable & {
  readonly folder: string;
  newFolder(): string;
};

export function createWorkplace(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-trainer-"));
  let count = 0;
  return {
    folder,
    newFolder: () => join(folder, `run-${(count += 1)}`),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const VOCABULARY = 4096;
const WIDTH = 64;
const INNER = 128;
const LAYERS = 2;
const KEY_WIDTH = 32;

/** A Llama of random weights, with nano's tokenizer and template. */
export async function writeTinyLlama(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  for (const name of ["tokenizer.json", "tokenizer_config.json", "chat_template.jinja"]) {
    copyFileSync(join(NANO, name), join(folder, name));
  }
  writeFileSync(join(folder, "config.json"), JSON.stringify(CONFIG));
  const random = seededRandom(11);
  const tensors = SHAPES.map(([name, shape]) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const isNorm = shape.length === 1;
    const values = Float32Array.from({ length: count }, () => (isNorm ? 1 : (random() - 0.5) * 0.3));
    const bytes = new Uint8Array(values.buffer);
    return { name, dtype: "F32", shape, bytes: bytes.length, pieces: () => [bytes] };
  });
  await writeSafetensors(join(folder, "model.safetensors"), tensors, { format: "pt" });
  return folder;
}

const CONFIG = {
  architectures: ["LlamaForCausalLM"],
  model_type: "llama",
  vocab_size: VOCABULARY,
  hidden_size: WIDTH,
  intermediate_size: INNER,
  num_hidden_layers: LAYERS,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  head_dim: 16,
  hidden_act: "silu",
  max_position_embeddings: 512,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  attention_bias: false,
  mlp_bias: false,
  tie_word_embeddings: false,
  eos_token_id: 4095,
  pad_token_id: 4093,
  dtype: "float32",
};

type NamedShape = readonly [name: string, shape: readonly number[]];

const SHAPES: readonly NamedShape[] = [
  ["model.embed_tokens.weight", [VOCABULARY, WIDTH]],
  ...Array.from({ length: LAYERS }, (_, layer) => layerShapes(`model.layers.${layer}`)).flat(),
  ["model.norm.weight", [WIDTH]],
  ["lm_head.weight", [VOCABULARY, WIDTH]],
];

function layerShapes(layer: string): readonly NamedShape[] {
  return [
    [`${layer}.input_layernorm.weight`, [WIDTH]],
    [`${layer}.self_attn.q_proj.weight`, [WIDTH, WIDTH]],
    [`${layer}.self_attn.k_proj.weight`, [KEY_WIDTH, WIDTH]],
    [`${layer}.self_attn.v_proj.weight`, [KEY_WIDTH, WIDTH]],
    [`${layer}.self_attn.o_proj.weight`, [WIDTH, WIDTH]],
    [`${layer}.post_attention_layernorm.weight`, [WIDTH]],
    [`${layer}.mlp.gate_proj.weight`, [INNER, WIDTH]],
    [`${layer}.mlp.up_proj.weight`, [INNER, WIDTH]],
    [`${layer}.mlp.down_proj.weight`, [WIDTH, INNER]],
  ];
}
