// Merges neighbouring tokens, the earliest learned pair first, until no learned pair is left.

/** `rank` is the place in the order of learning; `id` the token that the pair becomes. */
export type Merge = { readonly rank: number; readonly id: number };

/** Learned pairs by `pairKey`. */
export type Merges = ReadonlyMap<number, Merge>;

/** Why a product: a number is a far cheaper key than two joined strings, and ids stay below 2^26. */
export function pairKey(left: number, right: number): number {
  return left * 0x4000000 + right;
}

/** Pieces longer than this are merged with a heap, since looking through all pairs again after each merge takes too long. */
const SHORT_PIECE = 48;

export function mergePairs(ids: readonly number[], merges: Merges): readonly number[] {
  return ids.length > SHORT_PIECE ? mergeLong(ids, merges) : mergeShort([...ids], merges);
}

function mergeShort(ids: number[], merges: Merges): readonly number[] {
  for (;;) {
    let best: Merge | undefined;
    let place = -1;
    for (let at = 0; at + 1 < ids.length; at += 1) {
      const found = merges.get(pairKey(ids[at] ?? -1, ids[at + 1] ?? -1));
      if (found === undefined || (best !== undefined && found.rank >= best.rank)) continue;
      best = found;
      place = at;
    }
    if (best === undefined) return ids;
    ids.splice(place, 2, best.id);
  }
}

type Candidate = Merge & { readonly at: number; readonly left: number; readonly right: number };

function mergeLong(pieceIds: readonly number[], merges: Merges): readonly number[] {
  const ids = [...pieceIds];
  const next = ids.map((_, at) => at + 1);
  const before = ids.map((_, at) => at - 1);
  const heap: Candidate[] = [];
  const offer = (at: number): void => {
    const right = ids[next[at] ?? -1];
    const left = ids[at];
    if (left === undefined || right === undefined) return;
    const found = merges.get(pairKey(left, right));
    if (found !== undefined) push(heap, { ...found, at, left, right });
  };
  for (let at = 0; at + 1 < ids.length; at += 1) offer(at);
  for (let best = pop(heap); best !== undefined; best = pop(heap)) {
    const { at, left, right } = best;
    const other = next[at] ?? -1;
    // why: a candidate is out of date when one of its two has been merged since
    if (ids[at] !== left || ids[other] !== right) continue;
    ids[at] = best.id;
    ids[other] = GONE;
    const after = next[other] ?? ids.length;
    next[at] = after;
    if (after < ids.length) before[after] = at;
    offer(before[at] ?? -1);
    offer(at);
  }
  return ids.filter((id) => id !== GONE);
}

const GONE = -1;

function comesBefore(one: Candidate, other: Candidate): boolean {
  return one.rank < other.rank || (one.rank === other.rank && one.at < other.at);
}

function push(heap: Candidate[], candidate: Candidate): void {
  let at = heap.push(candidate) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !comesBefore(candidate, above)) return;
    heap[at] = above;
    heap[parent] = candidate;
    at = parent;
  }
}

function pop(heap: Candidate[]): Candidate | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    const child = smallerChild(heap, at);
    const below = heap[child];
    if (below === undefined || !comesBefore(below, last)) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = last;
  return first;
}

function smallerChild(heap: readonly Candidate[], at: number): number {
  const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
  return left !== undefined && right !== undefined && comesBefore(right, left) ? 2 * at + 2 : 2 * at + 1;
}
