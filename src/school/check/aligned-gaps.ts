// Lays two lists of words beside each other, and tells where they differ.

/** What stands in one place of the one and of the other, between words that both have. */
export type Gap = { readonly left: readonly string[]; readonly right: readonly string[] };

/** Beyond the words that both have first and last, the right list goes on with something else: only so much of it is the same place. */
const BEYOND = 1;

/** By the longest run of words that both have in this order. */
export function alignedGaps(left: readonly string[], right: readonly string[]): readonly Gap[] {
  const lengths = commonLengths(left, right);
  const lengthAt = (at: number, other: number): number => lengths[at * (right.length + 1) + other] ?? 0;
  const gaps: Gap[] = [];
  let [at, other, from, otherFrom] = [0, 0, 0, 0];
  const close = (): void => {
    const gap = { left: left.slice(from, at), right: right.slice(otherFrom, other) };
    const most = gap.left.length + BEYOND;
    if (from === 0) gaps.push({ ...gap, right: gap.right.slice(-most) });
    else gaps.push(at === left.length ? { ...gap, right: gap.right.slice(0, most) } : gap);
  };
  while (at < left.length && other < right.length) {
    if (left[at] === right[other] && lengthAt(at, other) === lengthAt(at + 1, other + 1) + 1) {
      close();
      [from, otherFrom] = [(at += 1), (other += 1)];
    } else if (lengthAt(at + 1, other) >= lengthAt(at, other + 1)) at += 1;
    else other += 1;
  }
  [at, other] = [left.length, right.length];
  close();
  return gaps.filter((gap) => gap.left.length > 0 && gap.right.length > 0);
}

/** Of what is left from each place on, row by row. */
function commonLengths(left: readonly string[], right: readonly string[]): Uint16Array {
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  for (let at = left.length - 1; at >= 0; at -= 1) {
    for (let other = right.length - 1; other >= 0; other -= 1) {
      const below = lengths[(at + 1) * width + other] ?? 0;
      const beside = lengths[at * width + other + 1] ?? 0;
      const isSame = left[at] === right[other];
      lengths[at * width + other] = isSame ? (lengths[(at + 1) * width + other + 1] ?? 0) + 1 : Math.max(below, beside);
    }
  }
  return lengths;
}
