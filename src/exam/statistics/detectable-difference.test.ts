import { expect, test } from "vitest";

import { smallestDetectableDifference } from "./detectable-difference.ts";

/** The research behind the design: exact McNemar, alpha .05, power 80 %, 600 simulations per cell, so about a point off. */
const DETECTABLE: readonly (readonly [number, readonly (number | undefined)[]])[] = [
  [0.1, [undefined, undefined, 9, 7, 6, 5]],
  [0.2, [undefined, 18, 14, 10, 8, 6]],
  [0.3, [28, 23, 16, 11, 10, 7]],
];
const QUESTIONS = [30, 50, 100, 200, 300, 500];
const CELLS = DETECTABLE.flatMap(([disagreement, row]) =>
  row.map((points, column) => ({ disagreement, questions: QUESTIONS[column] ?? 0, points })),
);

test.each(CELLS)(
  "the smallest detectable difference at $disagreement disagreement and $questions questions is about $points points",
  ({ disagreement, questions, points }) => {
    const found = smallestDetectableDifference(questions, { disagreement });
    if (points === undefined) expect(found).toBeUndefined();
    else expect(Math.abs((found ?? Number.NaN) * 100 - points)).toBeLessThanOrEqual(1 + 1e-9);
  },
);
