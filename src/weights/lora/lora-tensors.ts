// The two halves of a LoRA on one matrix, as PEFT shapes and names them.

export type LoraTensor = {
  /** The matrix as the base's weights name it, without `.weight`: `model.layers.0.self_attn.q_proj`. */
  readonly name: string;
  /** A reads the input, [rank, inputs]; B writes the output, [outputs, rank]. */
  readonly half: "A" | "B";
  readonly shape: readonly [rows: number, columns: number];
  readonly values: Float32Array;
};

const PREFIX = "base_model.model.";

/** `base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight`. */
export function peftName({ name, half }: Pick<LoraTensor, "name" | "half">): string {
  return `${PREFIX}${name}.lora_${half}.weight`;
}

/** Undefined where the name is not that of half a LoRA on a matrix. */
export function parsePeftName(name: string): Pick<LoraTensor, "name" | "half"> | undefined {
  const found = /^base_model\.model\.(?<name>.+)\.lora_(?<half>[AB])\.weight$/u.exec(name)?.groups;
  if (found?.["name"] === undefined) return undefined;
  return { name: found["name"], half: found["half"] === "A" ? "A" : "B" };
}
