import * as fc from "fast-check";
import { expect, test } from "vitest";

import { type Merge, mergePairs, pairKey } from "./merge-pairs.ts";

/** Pairs of the letters 0 to 3 and of what they become, in order of learning. */
const learned = fc
  .array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 })), { minLength: 1, maxLength: 12 })
  .map((pairs) => {
    const merges = new Map<number, Merge>();
    for (const [rank, [left, right]] of pairs.entries()) {
      if (!merges.has(pairKey(left, right))) merges.set(pairKey(left, right), { rank, id: 4 + rank });
    }
    return merges;
  });

/** The definition: over and over, the earliest learned pair, the leftmost first. */
function slowly(ids: readonly number[], merges: ReadonlyMap<number, Merge>): readonly number[] {
  const candidates = ids
    .slice(1)
    .flatMap((right, at) => {
      const merge = merges.get(pairKey(ids[at] ?? -1, right));
      return merge === undefined ? [] : [{ ...merge, at }];
    })
    .toSorted((one, other) => one.rank - other.rank || one.at - other.at);
  const [first] = candidates;
  return first === undefined ? ids : slowly(ids.toSpliced(first.at, 2, first.id), merges);
}

test("short and long pieces are merged as the definition says", () => {
  fc.assert(
    fc.property(learned, fc.array(fc.nat({ max: 3 }), { maxLength: 160 }), (merges, ids) => {
      expect(mergePairs(ids, merges)).toEqual(slowly(ids, merges));
    }),
    { numRuns: 300 },
  );
});

test("a word of a hundred thousand letters is merged at once", () => {
  const merges = new Map([
    [pairKey(0, 0), { rank: 0, id: 1 }],
    [pairKey(1, 1), { rank: 1, id: 2 }],
  ]);
  expect(
    mergePairs(
      Array.from({ length: 100_000 }, () => 0),
      merges,
    ),
  ).toHaveLength(25_000);
});
