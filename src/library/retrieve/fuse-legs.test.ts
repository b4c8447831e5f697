import { expect, test } from "vitest";

import { fuseLegs } from "./fuse-legs.ts";
import type { Fusion } from "./settings.ts";

const lexical = [
  { key: 1, score: 12 },
  { key: 2, score: 8 },
  { key: 3, score: 4 },
];
const dense = [
  { key: 3, score: 0.9 },
  { key: 4, score: 0.5 },
];
const half: Fusion = { kind: "min-max", lexicalWeight: 0.5 };

test("brings both legs to 0..1 and mixes them by weight", () => {
  const fused = fuseLegs({ lexical, dense }, half);
  expect(fused.map(({ key, score }) => [key, score])).toEqual([
    [1, 0.5],
    [3, 0.5],
    [2, 0.25],
    [4, 0],
  ]);
});

test("keeps rank, own score and normalised score of each leg", () => {
  const third = fuseLegs({ lexical, dense }, half).find(({ key }) => key === 3);
  expect(third).toMatchObject({
    lexical: { rank: 3, score: 4, normalised: 0 },
    dense: { rank: 1, score: 0.9, normalised: 1 },
  });
  expect(fuseLegs({ lexical, dense }, half).find(({ key }) => key === 4)).not.toHaveProperty("lexical");
});

test("a leg that found nothing has no say", () => {
  expect(fuseLegs({ lexical, dense: [] }, half).map(({ score }) => score)).toEqual([1, 0.5, 0]);
  expect(fuseLegs({ lexical: [], dense }, half).map(({ score }) => score)).toEqual([1, 0]);
  expect(fuseLegs({ lexical: [], dense: [] }, half)).toEqual([]);
});

test("equal scores all count in full and are ordered by key", () => {
  const equal = [
    { key: 9, score: 2 },
    { key: 7, score: 2 },
  ];
  expect(fuseLegs({ lexical: equal, dense: [] }, half).map(({ key, score }) => [key, score])).toEqual([
    [7, 1],
    [9, 1],
  ]);
});

test("reciprocal rank looks at places only", () => {
  const fused = fuseLegs({ lexical, dense }, { kind: "reciprocal-rank", lexicalWeight: 0.5, constant: 60 });
  expect(fused[0]?.key).toBe(3);
  expect(fused[0]?.score).toBeCloseTo(0.5 * (61 / 63) + 0.5);
});
