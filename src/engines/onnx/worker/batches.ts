// Which texts go through the model together: those of about the same length, and no more than memory is meant for.

/** More rows hardly make it faster, and what the runtime once needed for a batch it keeps. */
const MOST_ROWS = 16;
/** Rows times the longest of them, padding counted. */
const MOST_TOKENS = 2048;

/** Indices by batch. Padding costs as much as text, so lengths are sorted first. */
export function batchByLength(lengths: readonly number[]): readonly (readonly number[])[] {
  const sorted = lengths.map((_, index) => index).toSorted((one, other) => (lengths[one] ?? 0) - (lengths[other] ?? 0));
  const batches: number[][] = [];
  let current: number[] = [];
  for (const index of sorted) {
    const isFull = current.length === MOST_ROWS || (current.length + 1) * (lengths[index] ?? 0) > MOST_TOKENS;
    if (isFull && current.length > 0) {
      batches.push(current);
      current = [];
    }
    current.push(index);
  }
  return current.length > 0 ? [...batches, current] : batches;
}
