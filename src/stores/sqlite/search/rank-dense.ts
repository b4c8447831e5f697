// The exact nearest visible passages: a scan of half bytes finds all that could be among them, float32 decides.
import { bytesOf, type Sql } from "../../../core/sqlite.ts";
import { type Candidates, createCandidates, nthBestScore } from "./candidates.ts";
import { type GenerationIndex, passageKey } from "./generation-index.ts";
import { quantiseQuery } from "./quantise-query.ts";
import { createRefiner, keepPossible, type Refined } from "./refine-vectors.ts";
import { scanVectors } from "./scan-vectors.ts";
import type { VectorMemory } from "./vector-memory.ts";
import type { Visibility } from "./visibility.ts";

export type DenseSearch = {
  readonly sql: Sql;
  readonly index: GenerationIndex;
  readonly memory: VectorMemory;
};

export type DenseQuery = {
  readonly vector: Float32Array;
  readonly limit: number;
  readonly visible: Visibility;
};

/**
 * Visible passages with their exact scores, among them surely the best `limit`. Each step keeps whatever its error
 * bound does not rule out: the scan compares the high halves of int8 with an int8 query, refining all of int8 with the
 * exact query, rescoring is exact.
 */
export function rankDense(search: DenseSearch, { vector, limit, visible }: DenseQuery): Candidates {
  const query = quantiseQuery(vector);
  // why: nothing is better than anything else then, and no bound would rule anything out.
  if (query.length === 0) return allAtZero(visible);
  const refiner = createRefiner(search.memory, query);
  const scanned = scanVectors(search.memory, { query, limit, visible, refiner });
  const refined = keepPossible(refiner(scanned.slots, scanned.length), limit);
  return rescore(search, { vector, factor: query.factor, limit, refined });
}

function allAtZero({ mask, passages }: Visibility): Candidates {
  const all = createCandidates(passages);
  for (let slot = 0; slot < mask.length; slot++) if (mask[slot] === 1) all.slots[all.length++] = slot;
  return all;
}

type Rescoring = {
  readonly vector: Float32Array;
  /** How many times as high as exact scores refined ones are. */
  readonly factor: number;
  readonly limit: number;
  readonly refined: Refined;
};

function rescore({ sql, index }: DenseSearch, { vector, factor, limit, refined }: Rescoring): Candidates {
  const exact = createCandidates(refined.length);
  const promising = nthBestScore(refined, limit);
  const read = sql("select vector from passages where key = ?");
  const add = (at: number): void => {
    const slot = refined.slots[at] ?? 0;
    exact.slots[exact.length] = slot;
    exact.scores[exact.length++] = dot(vector, bytesOf(read.get(passageKey(index, slot))?.["vector"]));
  };
  for (let at = 0; at < refined.length; at++) if ((refined.scores[at] ?? 0) >= promising) add(at);
  const floor = nthBestScore(exact, limit) * factor;
  for (let at = 0; at < refined.length; at++) {
    const score = refined.scores[at] ?? 0;
    if (score < promising && score + (refined.errors[at] ?? 0) >= floor) add(at);
  }
  return exact;
}

function dot(vector: Float32Array, bytes: Uint8Array): number {
  const stored = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  let sum = 0;
  for (let index = 0; index < stored.length; index++) sum += (vector[index] ?? 0) * (stored[index] ?? 0);
  return sum;
}
