// The second look of a vector search: whole int8 rows with the exact query, for the candidates that a scan has left.
import { WHOLE_OFFSET } from "../kernel/load-kernel.ts";
import { ROWS_PER_CHUNK } from "../segment/vector-chunk.ts";
import { type Candidates, createCandidates, nthBestScore } from "./candidates.ts";
import { type QuantisedQuery, refineError } from "./quantise-query.ts";
import type { LoadedChunk, VectorMemory } from "./vector-memory.ts";

export type Refined = Candidates & {
  /** How far each score may be from the exact one. */
  readonly errors: Float64Array;
};

/** Scores slots, which must come in ascending order. */
export type Refiner = (slots: Int32Array, length: number) => Refined;

export function createRefiner(memory: VectorMemory, query: QuantisedQuery): Refiner {
  const { kernel, scratch, half } = memory;
  new Float32Array(kernel.memory.buffer, scratch.exactQuery, half * 2).fill(0).set(query.vector);
  const view = new DataView(kernel.memory.buffer);
  return (slots, length) => {
    const refined = { ...createCandidates(length), errors: new Float64Array(length), length };
    refined.slots.set(slots.subarray(0, length));
    forEachChunk(memory, refined, (chunk, { rows, start }) => {
      const { highs, lows, scales, errors } = chunk;
      const { exactQuery, keptScores } = scratch;
      kernel.refineListed(highs, lows, scales, half, exactQuery, scratch.rows, rows.length, keptScores);
      for (let at = 0; at < rows.length; at++) {
        const error = view.getFloat32(errors + (rows[at] ?? 0) * 4, true);
        refined.errors[start + at] = refineError(query, { error, length: chunk.length });
      }
    });
    return refined;
  };
}

/** Scores slots by their whole int8 rows, with the query of the scan and in its units. */
export function scoreWhole(memory: VectorMemory, query: QuantisedQuery, candidates: Candidates): void {
  const { kernel, scratch, half } = memory;
  const offset = WHOLE_OFFSET * query.sum;
  forEachChunk(memory, candidates, ({ highs, lows, scales }, { rows }) => {
    const list = [scratch.rows, rows.length, scratch.keptScores] as const;
    kernel.wholeListed(highs, lows, scales, half, scratch.query, offset, ...list);
  });
}

type Run = {
  /** Where the kernel finds them, too. */
  readonly rows: Uint16Array;
  /** The first of them among the candidates. */
  readonly start: number;
};

/** Passes on the candidates chunk by chunk and takes over the scores that the kernel leaves behind. */
function forEachChunk(
  { kernel, scratch, chunks }: VectorMemory,
  { slots, scores, length }: Candidates,
  score: (chunk: LoadedChunk, run: Run) => void,
): void {
  const rows = new Uint16Array(kernel.memory.buffer, scratch.rows, ROWS_PER_CHUNK);
  const found = new Float32Array(kernel.memory.buffer, scratch.keptScores, ROWS_PER_CHUNK);
  for (let start = 0, end = 0; start < length; start = end) {
    const number = Math.floor((slots[start] ?? 0) / ROWS_PER_CHUNK);
    const base = number * ROWS_PER_CHUNK;
    for (; end < length && (slots[end] ?? 0) < base + ROWS_PER_CHUNK; end++)
      rows[end - start] = (slots[end] ?? 0) - base;
    const chunk = chunks[number];
    if (chunk === undefined) continue;
    score(chunk, { rows: rows.subarray(0, end - start), start });
    scores.set(found.subarray(0, end - start), start);
  }
}

/** What at least `n` of the candidates surely reach. */
export function surelyReached({ scores, errors, length }: Refined, n: number): number {
  const lowest = createCandidates(length);
  lowest.length = length;
  for (let at = 0; at < length; at++) lowest.scores[at] = (scores[at] ?? 0) - (errors[at] ?? 0);
  return nthBestScore(lowest, n);
}

/** Drops those that even at their best fall short of what enough others reach at their worst. */
export function keepPossible(refined: Refined, limit: number): Refined {
  const { slots, scores, errors } = refined;
  const floor = surelyReached(refined, limit);
  let kept = 0;
  for (let at = 0; at < refined.length; at++) {
    if ((scores[at] ?? 0) + (errors[at] ?? 0) < floor) continue;
    slots[kept] = slots[at] ?? 0;
    errors[kept] = errors[at] ?? 0;
    scores[kept++] = scores[at] ?? 0;
  }
  refined.length = kept;
  return refined;
}
