// Counts with their nouns.
import { expect, test } from "vitest";

import { counted } from "./counted.ts";

test("one is counted as one, and everything else as many", () => {
  expect([0, 1, 2, 12_345].map((value) => counted(value, "row"))).toEqual(["0 rows", "1 row", "2 rows", "12,345 rows"]);
  expect([1, 2].map((value) => counted(value, "reply", "replies"))).toEqual(["1 reply", "2 replies"]);
  expect([1, 2].map((value) => counted(value, "row is", "rows are"))).toEqual(["1 row is", "2 rows are"]);
});
