// Reads config.json as the Hugging Face library writes it: what Schoolbook can put into a GGUF file.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../core/errors.ts";
import { parseJsonOf } from "../core/parse-json.ts";

/** Each is held against llama.cpp by `test/training/serving-parity.test.ts`; one that is not may be served with other numbers. */
export const ARCHITECTURES = ["qwen3", "llama"] as const;

const configSchema = z.looseObject({
  model_type: z.enum(ARCHITECTURES, {
    error: ({ input }) => `${JSON.stringify(input)} is none of the architectures ${ARCHITECTURES.join(", ")}`,
  }),
  vocab_size: z.int().positive(),
  hidden_size: z.int().positive(),
  intermediate_size: z.int().positive(),
  num_hidden_layers: z.int().positive(),
  num_attention_heads: z.int().positive(),
  num_key_value_heads: z.int().positive().optional(),
  head_dim: z.int().positive().nullish(),
  max_position_embeddings: z.int().positive(),
  rms_norm_eps: z.number(),
  rope_theta: z.number().optional(),
  rope_scaling: z.unknown().optional(),
  rope_parameters: z.looseObject({ rope_theta: z.number(), rope_type: z.string().optional() }).nullish(),
  tie_word_embeddings: z.boolean().default(false),
  attention_bias: z.boolean().default(false),
  eos_token_id: z.union([z.int(), z.array(z.int())]).nullish(),
  pad_token_id: z.int().nullish(),
  bos_token_id: z.int().nullish(),
});

export type ModelConfig = {
  readonly architecture: (typeof ARCHITECTURES)[number];
  readonly vocabulary: number;
  readonly width: number;
  readonly inner: number;
  readonly layers: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly headWidth: number;
  readonly context: number;
  readonly normEpsilon: number;
  readonly ropeTheta: number;
  readonly tied: boolean;
  readonly endIds: readonly number[];
  readonly padId: number | undefined;
  readonly beginId: number | undefined;
};

export async function readModelConfig(folder: string): Promise<ModelConfig> {
  const path = join(folder, "config.json");
  return parseModelConfig(await readFile(path, "utf8"), path);
}

export function parseModelConfig(json: string, name: string): ModelConfig {
  const found = configSchema.safeParse(parseJsonOf(name, json));
  if (!found.success) throw unsupported(name, z.prettifyError(found.error));
  const raw = found.data;
  if (raw.attention_bias) throw unsupported(name, "its attention has biases");
  const rope = raw.rope_parameters;
  if ((raw.rope_scaling ?? null) !== null || (rope?.rope_type ?? "default") !== "default") {
    throw unsupported(name, "its positions are scaled");
  }
  return {
    architecture: raw.model_type,
    vocabulary: raw.vocab_size,
    width: raw.hidden_size,
    inner: raw.intermediate_size,
    layers: raw.num_hidden_layers,
    heads: raw.num_attention_heads,
    keyHeads: raw.num_key_value_heads ?? raw.num_attention_heads,
    headWidth: raw.head_dim ?? raw.hidden_size / raw.num_attention_heads,
    context: raw.max_position_embeddings,
    normEpsilon: raw.rms_norm_eps,
    ropeTheta: raw.rope_theta ?? rope?.rope_theta ?? 10_000,
    tied: raw.tie_word_embeddings,
    endIds: [raw.eos_token_id ?? []].flat(),
    padId: raw.pad_token_id ?? undefined,
    beginId: raw.bos_token_id ?? undefined,
  };
}

function unsupported(name: string, why: string): SchoolbookError {
  return new SchoolbookError(
    "input_invalid",
    `${name} describes a model that Schoolbook cannot write as GGUF: ${why}.`,
    {
      hint: "Convert it with llama.cpp's own converter.",
    },
  );
}
