import { expect, test } from "vitest";

import { sparkline } from "./sparkline.ts";

test("bars rise with the numbers, and equal numbers lie at the bottom", () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe("▁▂▃▄▅▆▇█");
  expect(sparkline([9, 2, 5.5])).toBe("█▁▅");
  expect(sparkline([3, 3])).toBe("▁▁");
  expect(sparkline([])).toBe("");
});

test("many numbers are shown in a row that fits, with the last one at its end", () => {
  const drawn = sparkline(
    Array.from({ length: 1000 }, (_, at) => at),
    8,
  );
  expect(drawn).toBe("▁▂▃▄▅▆▇█");
});
