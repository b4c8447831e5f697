// What each tensor of a Hugging Face model is called in a GGUF file, and whether its rows change places on the way.
import type { ModelConfig } from "../model-config.ts";

export type TensorPlan = {
  readonly source: string;
  readonly target: string;
  /** Heads whose rows are dealt out anew; see `permutedRow`. */
  readonly permutedHeads?: number;
};

const BLOCK: readonly (readonly [source: string, target: string])[] = [
  ["input_layernorm", "attn_norm"],
  ["self_attn.q_proj", "attn_q"],
  ["self_attn.k_proj", "attn_k"],
  ["self_attn.v_proj", "attn_v"],
  ["self_attn.o_proj", "attn_output"],
  ["self_attn.q_norm", "attn_q_norm"],
  ["self_attn.k_norm", "attn_k_norm"],
  ["post_attention_layernorm", "ffn_norm"],
  ["mlp.gate_proj", "ffn_gate"],
  ["mlp.up_proj", "ffn_up"],
  ["mlp.down_proj", "ffn_down"],
];

/** Every tensor of the model, in the order in which it is written. */
export function planTensors(config: ModelConfig): readonly TensorPlan[] {
  const blocks = Array.from({ length: config.layers }, (_, layer) =>
    BLOCK.filter(([source]) => config.architecture === "qwen3" || !/\.[qk]_norm$/u.test(source)).map(
      ([source, target]): TensorPlan => ({
        source: `model.layers.${layer}.${source}.weight`,
        target: `blk.${layer}.${target}.weight`,
        ...permutation(config, target),
      }),
    ),
  ).flat();
  return [
    { source: "model.embed_tokens.weight", target: "token_embd.weight" },
    ...blocks,
    { source: "model.norm.weight", target: "output_norm.weight" },
    ...(config.tied ? [] : [{ source: "lm_head.weight", target: "output.weight" }]),
  ];
}

function permutation({ architecture, heads, keyHeads }: ModelConfig, target: string): Partial<TensorPlan> {
  if (architecture !== "llama") return {};
  if (target === "attn_q") return { permutedHeads: heads };
  return target === "attn_k" ? { permutedHeads: keyHeads } : {};
}

/**
 * The source row that stands at `row` of a head in the file. Llama turns the halves of a head against each other here, and
 * neighbours in llama.cpp; Qwen3 turns halves in both, so its rows stay.
 */
export function permutedRow(row: number, headWidth: number): number {
  return (row % 2) * (headWidth / 2) + Math.floor(row / 2);
}
