// Slots with their scores, gathered in flat arrays, and the best of them.
import type { Hit } from "../../../spec/store.ts";
import { type GenerationIndex, passageKey } from "./generation-index.ts";

export type Candidates = {
  slots: Int32Array;
  scores: Float64Array;
  length: number;
};

export function createCandidates(capacity: number): Candidates {
  return { slots: new Int32Array(capacity), scores: new Float64Array(capacity), length: 0 };
}

/** The n-th best score; -Infinity when there are fewer. */
export function nthBestScore({ scores, length }: Candidates, n: number): number {
  if (length < n) return -Infinity;
  const heap = new Float64Array(n).fill(-Infinity);
  for (let index = 0; index < length; index++) {
    const score = scores[index] ?? 0;
    if (score > (heap[0] ?? 0)) replaceLeast(heap, score);
  }
  return heap[0] ?? -Infinity;
}

/** Puts a score in the place of the least one of a heap whose least is on top. */
function replaceLeast(heap: Float64Array, score: number): void {
  let at = 0;
  for (;;) {
    const left = at * 2 + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const child = right < heap.length && (heap[right] ?? 0) < (heap[left] ?? 0) ? right : left;
    if ((heap[child] ?? 0) >= score) break;
    heap[at] = heap[child] ?? 0;
    at = child;
  }
  heap[at] = score;
}

/** Keeps the candidates that reach a score. */
export function keepFrom(candidates: Candidates, floor: number): void {
  const { slots, scores } = candidates;
  let kept = 0;
  for (let index = 0; index < candidates.length; index++) {
    if ((scores[index] ?? 0) < floor) continue;
    slots[kept] = slots[index] ?? 0;
    scores[kept++] = scores[index] ?? 0;
  }
  candidates.length = kept;
}

/** The best candidates as hits, equal scores in the order of their keys. */
export function bestHits(index: GenerationIndex, candidates: Candidates, limit: number): readonly Hit[] {
  const floor = nthBestScore(candidates, limit);
  const best: Hit[] = [];
  for (let at = 0; at < candidates.length; at++) {
    const score = candidates.scores[at] ?? 0;
    if (score >= floor) best.push({ key: passageKey(index, candidates.slots[at] ?? 0), score });
  }
  return best.toSorted((left, right) => right.score - left.score || left.key - right.key).slice(0, limit);
}
