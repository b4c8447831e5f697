// The exact nearest visible passages: an int8 scan finds all that could be among them, float32 decides.
import { bytesOf, type Sql } from "../../../core/sqlite.ts";
import type { ChunkPlace } from "../kernel/load-kernel.ts";
import { ROWS_PER_CHUNK } from "../segment/vector-chunk.ts";
import { type Candidates, createCandidates, keepFrom, nthBestScore } from "./candidates.ts";
import { type GenerationIndex, passageKey } from "./generation-index.ts";
import { boundsOf, type QuantisedQuery, quantiseQuery } from "./quantise-query.ts";
import type { LoadedChunk, VectorMemory } from "./vector-memory.ts";
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
 * bound does not rule out: the scan compares int8 with a 7-bit query, refining int8 with the exact query, rescoring is exact.
 */
export function rankDense(search: DenseSearch, { vector, limit, visible }: DenseQuery): Candidates {
  const query = quantiseQuery(vector);
  const scanned = scan(search, { query, limit, visible });
  const refined = refine(search, { query, limit, scanned });
  return rescore(search, { vector, limit, refined });
}

/** How many candidates may gather before the hopeless ones are dropped. */
const SLACK = 1024;

/** From this share of visible rows on, reading a whole chunk in one go is quicker than picking them out. */
const DENSE_SHARE = 0.4;

type Scan = {
  readonly query: QuantisedQuery;
  readonly limit: number;
  readonly visible: Visibility;
};

function scan({ memory }: DenseSearch, { query, limit, visible }: Scan): Candidates {
  const { kernel, scratch, stride, chunks } = memory;
  new Uint8Array(kernel.memory.buffer, scratch.query, stride).fill(64).set(query.bytes);
  const scanner = createChunkScanner(memory, visible);
  const window = scanWindow(chunks, query);
  const capacity = limit * 4 + SLACK;
  const found = createCandidates(capacity + ROWS_PER_CHUNK);
  let floor = -Infinity;
  for (const [number, chunk] of chunks.entries()) {
    if (chunk === undefined) continue;
    scanner(chunk, { number, floor, found });
    if (found.length < capacity) continue;
    floor = Math.max(floor, nthBestScore(found, limit) - window);
    keepFrom(found, floor);
    if (found.slots.length < found.length + ROWS_PER_CHUNK) enlarge(found);
  }
  keepFrom(found, nthBestScore(found, limit) - window);
  return found;
}

type ChunkScan = {
  readonly number: number;
  readonly floor: number;
  readonly found: Candidates;
};

/** Adds the visible rows of a chunk that reach the floor. */
function createChunkScanner({ kernel, scratch, stride }: VectorMemory, visible: Visibility) {
  const { buffer } = kernel.memory;
  const listed = new Uint16Array(buffer, scratch.rows, ROWS_PER_CHUNK);
  const rows = new Uint16Array(buffer, scratch.keptRows, ROWS_PER_CHUNK);
  const scores = new Float32Array(buffer, scratch.keptScores, ROWS_PER_CHUNK);
  return (chunk: LoadedChunk, { number, floor, found }: ChunkScan): void => {
    const first = visible.starts[number] ?? 0;
    const count = (visible.starts[number + 1] ?? 0) - first;
    if (count === 0) return;
    const place = placeOf(chunk, stride, scratch.query);
    let kept: number;
    if (count >= chunk.rows * DENSE_SHARE) {
      kept = kernel.scanAll(...place, chunk.rows, floor, scratch.keptRows, scratch.keptScores);
    } else {
      listed.set(visible.rows.subarray(first, first + count));
      kept = kernel.scanListed(...place, scratch.rows, count, floor, scratch.keptRows, scratch.keptScores);
    }
    const base = number * ROWS_PER_CHUNK;
    for (let index = 0; index < kept; index++) {
      const slot = base + (rows[index] ?? 0);
      if (visible.mask[slot] !== 1) continue;
      found.slots[found.length] = slot;
      found.scores[found.length++] = scores[index] ?? 0;
    }
  };
}

function enlarge(found: Candidates): void {
  const { slots, scores } = found;
  found.slots = new Int32Array(slots.length * 2);
  found.scores = new Float64Array(slots.length * 2);
  found.slots.set(slots);
  found.scores.set(scores);
}

/** Two passages whose true order differs from that of the scan are never further apart than this in its scores. */
function scanWindow(chunks: readonly (LoadedChunk | undefined)[], query: QuantisedQuery): number {
  let maxError = 0;
  let maxLength = 0;
  for (const chunk of chunks) {
    maxError = Math.max(maxError, chunk?.maxError ?? 0);
    maxLength = Math.max(maxLength, chunk?.maxLength ?? 0);
  }
  const { scanError } = boundsOf(query, { error: maxError, length: maxLength });
  return query.scale === 0 ? 0 : (2 * scanError) / query.scale;
}

function placeOf({ at, rows }: LoadedChunk, stride: number, query: number): ChunkPlace {
  const scales = at + rows * stride;
  return [at, scales, scales + rows * 4, stride, query];
}

export type Refined = Candidates & {
  /** How far each score may be from the exact one. */
  readonly errors: Float64Array;
};

type Refining = {
  readonly query: QuantisedQuery;
  readonly limit: number;
  readonly scanned: Candidates;
};

function refine({ memory }: DenseSearch, { query, limit, scanned }: Refining): Refined {
  const { kernel, scratch, stride, chunks } = memory;
  const { buffer } = kernel.memory;
  new Float32Array(buffer, scratch.exactQuery, stride).fill(0).set(query.vector);
  const errors = new Float64Array(scanned.length);
  const lowest = createCandidates(scanned.length);
  lowest.length = scanned.length;
  const view = new DataView(buffer);
  for (let index = 0; index < scanned.length; index++) {
    const slot = scanned.slots[index] ?? 0;
    const chunk = chunks[Math.floor(slot / ROWS_PER_CHUNK)];
    if (chunk === undefined) continue;
    const row = slot % ROWS_PER_CHUNK;
    const scale = view.getFloat32(chunk.at + chunk.rows * stride + row * 4, true);
    const lost = view.getFloat32(chunk.at + chunk.rows * (stride + 8) + row * 4, true);
    const score = kernel.refine(chunk.at + row * stride, scratch.exactQuery, stride) * scale;
    const error = boundsOf(query, { error: lost, length: chunk.maxLength }).refineError;
    scanned.scores[index] = score;
    errors[index] = error;
    lowest.scores[index] = score - error;
  }
  return keepPossible({ ...scanned, errors }, nthBestScore(lowest, limit));
}

/** Drops those that even at their best fall short of what enough others reach at their worst. */
function keepPossible(refined: Refined, floor: number): Refined {
  const { slots, scores, errors } = refined;
  let kept = 0;
  for (let index = 0; index < refined.length; index++) {
    if ((scores[index] ?? 0) + (errors[index] ?? 0) < floor) continue;
    slots[kept] = slots[index] ?? 0;
    errors[kept] = errors[index] ?? 0;
    scores[kept++] = scores[index] ?? 0;
  }
  refined.length = kept;
  return refined;
}

type Rescoring = {
  readonly vector: Float32Array;
  readonly limit: number;
  readonly refined: Refined;
};

function rescore({ sql, index }: DenseSearch, { vector, limit, refined }: Rescoring): Candidates {
  const exact = createCandidates(refined.length);
  const promising = nthBestScore(refined, limit);
  const read = sql("select vector from passages where key = ?");
  const add = (at: number): void => {
    const slot = refined.slots[at] ?? 0;
    exact.slots[exact.length] = slot;
    exact.scores[exact.length++] = dot(vector, bytesOf(read.get(passageKey(index, slot))?.["vector"]));
  };
  for (let at = 0; at < refined.length; at++) if ((refined.scores[at] ?? 0) >= promising) add(at);
  const floor = nthBestScore(exact, limit);
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
