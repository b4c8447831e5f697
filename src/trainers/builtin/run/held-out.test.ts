import { expect, test } from "vitest";

import { bestStep, type HeldOutState, isDue, isPlateau, withLoss } from "./held-out.ts";

const curveOf = (...losses: readonly number[]) => losses.map((loss, at) => ({ step: at * 10, loss }));

test("it is measured every so many steps, before the first and after the last", () => {
  const due = (everySteps: number | undefined): readonly number[] =>
    Array.from({ length: 26 }, (_, step) => step).filter((step) => isDue({ everySteps, patience: 1 }, step, 25));
  expect(due(10)).toEqual([0, 10, 20, 25]);
  expect(due(undefined)).toEqual([]);
});

test("the adapter of the least loss is kept as it was, and never that of no step", () => {
  const values = Float32Array.of(0);
  let state: HeldOutState = { curve: [], best: undefined };
  for (const [at, loss] of [1, 4, 2, 3, 2].entries()) {
    values[0] = at;
    state = withLoss(state, { step: at * 10, loss }, values);
    expect(state.best?.[0]).toBe([undefined, 1, 2, 2, 2][at]);
  }
  expect(bestStep(state.curve)).toBe(20);
  expect(bestStep(curveOf(1))).toBeUndefined();
});

test("training ends after so many measurements in a row that were no better, or never", () => {
  expect(isPlateau({ everySteps: 10, patience: 2 }, curveOf(9, 5, 4, 6))).toBe(false);
  expect(isPlateau({ everySteps: 10, patience: 2 }, curveOf(9, 5, 4, 6, 4))).toBe(true);
  expect(isPlateau({ everySteps: 10, patience: undefined }, curveOf(9, 5, 6, 7, 8))).toBe(false);
  expect(isPlateau({ everySteps: 10, patience: 1 }, curveOf(9))).toBe(false);
});
