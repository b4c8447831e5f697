// A small LoRA adapter for the test models, strong enough to change what they say.
import { seededRandom } from "../../src/core/runtime.ts";
import { type GgufTensor, writeGguf } from "./write-gguf.ts";

const RANK = 2;

/** Turns every layer's way of mixing what was attended to. */
export function tinyAdapter({ seed = 7, layers = 2, dims = 64, architecture = "qwen3" } = {}): Buffer {
  const random = seededRandom(seed);
  const drawn = (count: number): Float32Array => Float32Array.from({ length: count }, () => random() * 2 - 1);
  const tensors = Array.from({ length: layers }, (_, layer): GgufTensor[] => [
    { name: `blk.${layer}.attn_output.weight.lora_a`, shape: [dims, RANK], data: drawn(dims * RANK) },
    { name: `blk.${layer}.attn_output.weight.lora_b`, shape: [RANK, dims], data: drawn(dims * RANK) },
  ]);
  return writeGguf({
    metadata: {
      "general.type": { kind: "string", value: "adapter" },
      "general.architecture": { kind: "string", value: architecture },
      "adapter.type": { kind: "string", value: "lora" },
      "adapter.lora.alpha": { kind: "float32", value: 2 * RANK },
    },
    tensors: tensors.flat(),
  });
}
