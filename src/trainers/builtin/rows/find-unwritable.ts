// Tokens that are to be learnt and that no adapter can make the base write, because its head does not tell them apart from others.
import { join } from "node:path";

import type { ModelConfig } from "../../../weights/model-config.ts";
import { toFloat32 } from "../../../weights/number-formats.ts";
import { openSafetensors, type Safetensors } from "../../../weights/safetensors/open-safetensors.ts";
import type { EncodedRow } from "./encode-example.ts";

/**
 * Tokens that never occurred in a base's training end up with nearly the same row of the head. The state that the head reads
 * has the length sqrt(width), so that two rows differ in log-probability by that times their distance at most: with less than
 * this many nats the token cannot be named before its neighbours, and the head is not trained.
 */
const LEAST_NATS = 6;

export async function findUnwritable(
  folder: string,
  config: ModelConfig,
  rows: readonly EncodedRow[],
): Promise<readonly number[]> {
  const { width, vocabulary, tied } = config;
  await using weights = await openSafetensors(join(folder, "model.safetensors"));
  const head = await read(weights, tied ? "model.embed_tokens.weight" : "lm_head.weight");
  const norm = await read(weights, "model.norm.weight");
  for (let at = 0; at < head.length; at += 1) head[at] = (head[at] ?? 0) * (norm[at % width] ?? 0);
  const learnt = new Set(
    rows.flatMap(({ tokens, weights: counts }) => [...tokens].filter((_, at) => (counts[at] ?? 0) > 0)),
  );
  const nearest = LEAST_NATS ** 2 / width;
  return [...learnt].filter((token) =>
    Array.from({ length: vocabulary }, (_, other) => other).some(
      (other) => other !== token && isNearer({ head, width, limit: nearest }, token, other),
    ),
  );
}

type Distance = { readonly head: Float32Array; readonly width: number; readonly limit: number };

/** Stops as soon as the distance is too large, which is nearly always after a few numbers. */
function isNearer({ head, width, limit }: Distance, one: number, other: number): boolean {
  let sum = 0;
  for (let at = 0; at < width && sum < limit; at += 1) {
    const difference = (head[one * width + at] ?? 0) - (head[other * width + at] ?? 0);
    sum += difference * difference;
  }
  return sum < limit;
}

async function read(weights: Safetensors, name: string): Promise<Float32Array> {
  const place = weights.tensors.get(name);
  if (place === undefined) return new Float32Array();
  const { dtype } = place;
  return dtype === "F32" || dtype === "F16" || dtype === "BF16"
    ? toFloat32(await weights.read(place), dtype)
    : new Float32Array();
}
