// Groups of rows that say nearly the same, by min-hashing: about as long for each row, however many rows there are.
import { hashParts } from "../../core/hash.ts";
import type { PreparedRow } from "./prepare-rows.ts";

/** Share of words that two rows have in common, of all words of both, from which on they are nearly the same. */
const NEAR = 0.8;
/** 12 × 5: of pairs that share 80 % of their words 99 in 100 are found, of those that share half, one in three is looked at. */
const BANDS = 12;
const BAND_ROWS = 5;
/** Longer rows are compared by a sample of their words at first, the same words in each. */
const MOST_WORDS = 160;
/** Members of a bucket that a newcomer is compared with. */
const COMPARED = 6;

/** Each with two rows or more; every row is near to at least one other of its group. */
export function nearGroups(rows: readonly PreparedRow[]): readonly (readonly PreparedRow[])[] {
  const groups = createGroups(rows.length);
  const buckets = new Map<number, number[]>();
  const signature = new Int32Array(BANDS * BAND_ROWS);
  const digitHashes = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    if (row.words.length === 0) continue;
    writeSignature(row.words, signature);
    const digits = digitHash(row.numbers, digitHashes);
    for (let band = 0; band < BANDS; band += 1) {
      const key = bandKey(signature, band, digits);
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [index]);
      else join(index, bucket, { rows, groups });
    }
  }
  const found = Map.groupBy(rows.keys(), (index) => groups.find(index));
  return [...found.values()].filter(({ length }) => length > 1).map((group) => group.flatMap((at) => rows[at] ?? []));
}

type Joining = { readonly rows: readonly PreparedRow[]; readonly groups: Groups };

/** A bucket keeps rows that are not of one group already, so that a thousand of a kind cost no thousand comparisons each. */
function join(index: number, bucket: number[], { rows, groups }: Joining): void {
  const row = rows[index];
  for (const other of bucket) {
    if (groups.find(other) === groups.find(index)) return;
    const candidate = rows[other];
    if (row !== undefined && candidate !== undefined && isNear(row, candidate)) return groups.unite(other, index);
  }
  if (bucket.length < COMPARED) bucket.push(index);
}

function isNear(one: PreparedRow, other: PreparedRow): boolean {
  if (one.numbers !== other.numbers) return false;
  const shared = sharedCount(one.words, other.words);
  return shared >= NEAR * (one.words.length + other.words.length - shared);
}

/** Of two sorted lists. */
function sharedCount(one: Int32Array, other: Int32Array): number {
  let count = 0;
  for (let left = 0, right = 0; left < one.length && right < other.length;) {
    const difference = (one[left] ?? 0) - (other[right] ?? 0);
    if (difference === 0) count += 1;
    if (difference <= 0) left += 1;
    if (difference >= 0) right += 1;
  }
  return count;
}

function writeSignature(words: Int32Array, signature: Int32Array): void {
  signature.fill(0x7fffffff);
  const hashes = words.map(mix);
  const used = hashes.length > MOST_WORDS ? hashes.toSorted().subarray(0, MOST_WORDS) : hashes;
  for (const hash of used) {
    for (let place = 0; place < signature.length; place += 1) {
      const value = Math.imul(hash, MULTIPLIERS[place] ?? 1) ^ (hash >>> 15);
      if (value < (signature[place] ?? 0)) signature[place] = value;
    }
  }
}

/** Odd numbers, so that nothing of a hash is lost. */
const MULTIPLIERS = Int32Array.from({ length: BANDS * BAND_ROWS }, (_, place) => mix(place + 1) | 1);

function mix(value: number): number {
  let mixed = Math.imul(value ^ 0x9e3779b9, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** 52 bits, so that chance puts no two rows into one bucket. */
function bandKey(signature: Int32Array, band: number, digits: number): number {
  let [low, high] = [band ^ digits, digits];
  for (let place = band * BAND_ROWS; place < (band + 1) * BAND_ROWS; place += 1) {
    const value = signature[place] ?? 0;
    low = mix(low ^ value);
    high = Math.imul(high ^ value, 0x01000193);
  }
  return (low >>> 0) * 0x100000 + ((high >>> 0) & 0xfffff);
}

function digitHash(digits: string, known: Map<string, number>): number {
  const found = known.get(digits);
  if (found !== undefined) return found;
  const hash = Number.parseInt(hashParts([digits]).slice(0, 7), 16);
  known.set(digits, hash);
  return hash;
}

export type Groups = {
  find(item: number): number;
  unite(one: number, other: number): void;
};

/** Sets that only grow together. */
export function createGroups(size: number): Groups {
  const parents = Int32Array.from({ length: size }, (_, item) => item);
  const find = (item: number): number => {
    let root = item;
    while ((parents[root] ?? root) !== root) root = parents[root] ?? root;
    for (let step = item; step !== root;) {
      const next = parents[step] ?? root;
      parents[step] = root;
      step = next;
    }
    return root;
  };
  return {
    find,
    unite: (one, other) => {
      const [first, second] = [find(one), find(other)];
      parents[Math.max(first, second)] = Math.min(first, second);
    },
  };
}
