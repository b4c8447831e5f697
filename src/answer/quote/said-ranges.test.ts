import { expect, test } from "vitest";

import { saidRanges } from "./said-ranges.ts";

test.each([
  ["years with us: 2 to 9", 2, 9],
  ["10 or more", 10, Infinity],
  ["ten years or longer", 10, Infinity],
  ["after eight years", 8, Infinity],
  ["under 2", 0, 2],
  ["up to three days ahead", 0, 3],
  ["12–18 months", 12, 18],
])("%s reaches from %d to %d", (text, from, to) => {
  expect(saidRanges(text)).toContainEqual([from, to]);
});

test("words that are no numbers are no range", () => {
  expect(saidRanges("Go over the bridge, from door to door, after lunch.")).toEqual([]);
});
