// What a GGUF file is good for, as far as its header tells.
import type { ModelRole } from "../../engine.ts";
import type { GgufHeader } from "./read-header.ts";

export type ModelCard = {
  readonly architecture: string;
  readonly roles: readonly ModelRole[];
  /** Tokens that it was trained on; undefined where it does not say. */
  readonly trainedTokens: number | undefined;
  /** Bytes that one token of a conversation takes in memory. */
  readonly bytesPerToken: number;
};

/** The number that GGUF gives to the way a reranker reads off its score. */
const RANK_POOLING = 4;
const BYTES_PER_NUMBER = 2;

export function modelCard({ metadata, tensors }: GgufHeader): ModelCard {
  const architecture = String(metadata.get("general.architecture") ?? "unknown");
  const value = (key: string): number | undefined => {
    const held = metadata.get(`${architecture}.${key}`);
    return typeof held === "number" ? held : undefined;
  };
  const heads = value("attention.head_count") ?? 1;
  const headDims = (value("embedding_length") ?? 0) / heads;
  const perHead = (value("attention.key_length") ?? headDims) + (value("attention.value_length") ?? headDims);
  const keptHeads = value("attention.head_count_kv") ?? heads;
  return {
    architecture,
    roles: rolesOf(architecture, value("pooling_type"), tensors),
    trainedTokens: value("context_length"),
    bytesPerToken: (value("block_count") ?? 0) * keptHeads * perHead * BYTES_PER_NUMBER,
  };
}

function rolesOf(
  architecture: string,
  pooling: number | undefined,
  tensors: ReadonlySet<string>,
): readonly ModelRole[] {
  if (pooling === RANK_POOLING || tensors.has("cls.output.weight")) return ["reranker"];
  if ((pooling ?? 0) > 0 || architecture.includes("bert")) return ["embedder"];
  return ["chat"];
}
