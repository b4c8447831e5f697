import { expect, test } from "vitest";

import { seededRandom } from "../../../core/runtime.ts";
import { batchByLength } from "./batches.ts";

test("every text is in one batch, with others of about its length", () => {
  const random = seededRandom(3);
  const lengths = Array.from({ length: 500 }, () => 1 + Math.floor(random() ** 3 * 511));
  const batches = batchByLength(lengths);
  expect(batches.flat().toSorted((one, other) => one - other)).toEqual(lengths.map((_, index) => index));
  for (const batch of batches) {
    const longest = Math.max(...batch.map((index) => lengths[index] ?? 0));
    expect(batch.length).toBeLessThanOrEqual(16);
    expect(batch.length === 1 || batch.length * longest <= 2048).toBe(true);
  }
  const padded = batches.reduce(
    (sum, batch) => sum + batch.length * Math.max(...batch.map((index) => lengths[index] ?? 0)),
    0,
  );
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  expect(padded / tokens).toBeLessThan(1.1);
});

test("a text longer than a batch may be goes alone, and no texts make no batch", () => {
  expect(batchByLength([5000, 1, 4000])).toEqual([[1], [2], [0]]);
  expect(batchByLength([])).toEqual([]);
});
