// The first look of a vector search: every visible row by its high halves, then those that are left by the whole of it.
import { SCAN_OFFSET, type ScanPlace } from "../kernel/load-kernel.ts";
import { ROWS_PER_CHUNK } from "../segment/vector-chunk.ts";
import { type Candidates, createCandidates, keepFrom, nthBestScore } from "./candidates.ts";
import { type QuantisedQuery, scanError, scanLength } from "./quantise-query.ts";
import { type Refiner, scoreWhole, surelyReached } from "./refine-vectors.ts";
import type { LoadedChunk, VectorMemory } from "./vector-memory.ts";
import type { Visibility } from "./visibility.ts";

/** How many candidates may gather before the hopeless ones are dropped. */
const SLACK = 1024;

/** From this share of visible rows on, reading a whole chunk in one go is quicker than picking them out. */
const DENSE_SHARE = 0.4;

export type Scan = {
  readonly query: QuantisedQuery;
  readonly limit: number;
  readonly visible: Visibility;
  readonly refiner: Refiner;
};

/** All rows that could be among the best; their scores are in units of the query's scale, which is not 0. */
export function scanVectors(memory: VectorMemory, { query, limit, visible, refiner }: Scan): Candidates {
  const { kernel, scratch, half, chunks } = memory;
  new Int8Array(kernel.memory.buffer, scratch.query, half * 2).fill(0).set(query.values);
  const scan = createChunkScanner(memory, query, visible);
  const error = worstError(chunks, query);
  const floorOf = createFloor({ limit, refiner, query, error });
  let enough = limit * 4 + SLACK;
  const found = createCandidates(enough + ROWS_PER_CHUNK);
  let floor = -Infinity;
  for (const [number, chunk] of chunks.entries()) {
    if (chunk === undefined) continue;
    scan(chunk, { number, floor, found });
    if (found.length < enough) continue;
    floor = Math.max(floor, floorOf(found));
    keepFrom(found, floor);
    // why: where many rows are alike, going through all of them after each chunk would cost more than keeping them.
    enough = Math.max(enough, found.length * 2);
    if (found.slots.length < enough + ROWS_PER_CHUNK) enlarge(found, enough + ROWS_PER_CHUNK);
  }
  keepFrom(found, Math.max(floor, floorOf(found)));
  scoreWhole(memory, query, found);
  keepFrom(found, nthBestScore(found, limit) - (2 * error) / query.scale);
  return found;
}

function worstError(chunks: readonly (LoadedChunk | undefined)[], query: QuantisedQuery): number {
  return chunks.reduce((worst, chunk) => (chunk === undefined ? worst : Math.max(worst, scanError(query, chunk))), 0);
}

type Floor = {
  readonly limit: number;
  readonly refiner: Refiner;
  readonly query: QuantisedQuery;
  /** By how much the most that a row could score may be too little. */
  readonly error: number;
};

/** What a row must reach in the scan: the worst that the best ones found so far can be, less its own error. */
function createFloor({ limit, refiner, query, error }: Floor): (found: Candidates) => number {
  return (found) => {
    const promising = nthBestScore(found, limit);
    if (promising === -Infinity) return -Infinity;
    const best = new Int32Array(found.length);
    let length = 0;
    for (let at = 0; at < found.length; at++) {
      if ((found.scores[at] ?? 0) >= promising) best[length++] = found.slots[at] ?? 0;
    }
    return (surelyReached(refiner(best, length), limit) - error) / query.scale;
  };
}

type ChunkScan = {
  readonly number: number;
  readonly floor: number;
  readonly found: Candidates;
};

/** Adds the visible rows of a chunk that reach the floor. */
function createChunkScanner(
  { kernel, scratch, half }: VectorMemory,
  query: QuantisedQuery,
  visible: Visibility,
): (chunk: LoadedChunk, scan: ChunkScan) => void {
  const { buffer } = kernel.memory;
  const listed = new Uint16Array(buffer, scratch.rows, ROWS_PER_CHUNK);
  const rows = new Uint16Array(buffer, scratch.keptRows, ROWS_PER_CHUNK);
  const scores = new Float32Array(buffer, scratch.keptScores, ROWS_PER_CHUNK);
  const offset = SCAN_OFFSET * query.sum;
  const length = scanLength(query) / query.scale;
  return (chunk, { number, floor, found }) => {
    const first = visible.starts[number] ?? 0;
    const count = (visible.starts[number + 1] ?? 0) - first;
    if (count === 0) return;
    const place: ScanPlace = [chunk.highs, chunk.scales, chunk.omitted, half, scratch.query, offset, length];
    let kept: number;
    if (count >= chunk.rows * DENSE_SHARE) {
      kept = kernel.scanAll(...place, chunk.rows, floor, scratch.keptRows, scratch.keptScores);
    } else {
      listed.set(visible.rows.subarray(first, first + count));
      kept = kernel.scanListed(...place, scratch.rows, count, floor, scratch.keptRows, scratch.keptScores);
    }
    const base = number * ROWS_PER_CHUNK;
    for (let at = 0; at < kept; at++) {
      const slot = base + (rows[at] ?? 0);
      if (visible.mask[slot] !== 1) continue;
      found.slots[found.length] = slot;
      found.scores[found.length++] = scores[at] ?? 0;
    }
  };
}

function enlarge(found: Candidates, capacity: number): void {
  const { slots, scores } = found;
  found.slots = new Int32Array(capacity);
  found.scores = new Float64Array(capacity);
  found.slots.set(slots);
  found.scores.set(scores);
}
