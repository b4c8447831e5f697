import * as fc from "fast-check";
import { expect, test } from "vitest";

import { chooseMerge, type SegmentSize } from "./merge-policy.ts";
import { SEGMENT_SLOTS } from "./segment-builder.ts";

/** Adds segments one by one and merges as a commit would; says how often passages were written in all. */
function grow(commits: readonly number[]): {
  readonly sizes: readonly SegmentSize[];
  readonly most: number;
  readonly written: number;
} {
  let sizes: SegmentSize[] = [];
  let [next, most, written] = [1, 0, 0];
  const add = (slots: number): void => {
    sizes.push({ id: next++, slots, alive: slots });
    written += slots;
  };
  for (const slots of commits) {
    add(slots);
    for (let chosen = chooseMerge(sizes); chosen.length > 0; chosen = chooseMerge(sizes)) {
      const total = sizes.filter(({ id }) => chosen.includes(id)).reduce((sum, { alive }) => sum + alive, 0);
      sizes = sizes.filter(({ id }) => !chosen.includes(id));
      add(total);
    }
    most = Math.max(most, sizes.length);
  }
  return { sizes, most, written };
}

test("the number of segments stays small however a library grows, and nothing is lost", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 300 }), (commits) => {
      const { sizes, most } = grow(commits);
      expect(most).toBeLessThanOrEqual(15 + Math.ceil(commits.length / 30));
      expect(sizes.reduce((sum, { alive }) => sum + alive, 0)).toBe(commits.reduce((sum, slots) => sum + slots, 0));
      for (const { slots } of sizes) expect(slots).toBeLessThanOrEqual(SEGMENT_SLOTS);
    }),
    { numRuns: 50 },
  );
});

test("100,000 passages in commits of 100 lie in at most 12 segments and are written a handful of times", () => {
  const { sizes, written } = grow(Array.from({ length: 1000 }, () => 100));
  expect(sizes.length).toBeLessThanOrEqual(12);
  expect(written / 100_000).toBeLessThan(7);
});

test("a segment is written anew when a quarter of it has died", () => {
  expect(chooseMerge([{ id: 7, slots: 1000, alive: 700 }])).toEqual([7]);
  expect(chooseMerge([{ id: 7, slots: 1000, alive: 800 }])).toEqual([]);
  expect(chooseMerge([{ id: 7, slots: 20, alive: 1 }])).toEqual([]);
});
