import { expect, test } from "vitest";

import { sparkline } from "./sparkline.ts";

test("the highest figure is the tallest bar, the lowest the smallest", () => {
  expect(sparkline([4, 3, 2, 1, 0.5], 10)).toBe("█▆▄▂▁");
});

test("more figures than places are averaged, and none is left out", () => {
  expect(sparkline([8, 8, 8, 4, 4, 4, 0, 0, 0], 3)).toBe("█▅▁");
  expect(
    sparkline(
      Array.from({ length: 1000 }, (_, at) => at),
      24,
    ),
  ).toHaveLength(24);
});

test("figures that do not change are a level row, what is no number is passed over, and nothing is nothing", () => {
  expect(sparkline([2, 2, Number.NaN, 2], 8)).toBe("▄▄▄");
  expect(sparkline([], 8)).toBe("");
});
