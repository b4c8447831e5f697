import { expect, test } from "vitest";

import { likelyTruth } from "./likely-truth.ts";

const VARIANCE = 0.002;
const independent = (means: readonly number[]) => ({
  means,
  covariance: means.map((_, one) => means.map((__, other) => (one === other ? VARIANCE : 0))),
});

test("rungs that differ by far more than chance stay where they were seen", () => {
  const { means, covariance } = likelyTruth(independent([0.2, 0.5, 0.9]));
  expect(means[0]).toBeCloseTo(0.2, 1);
  expect(means[2]).toBeCloseTo(0.9, 1);
  expect(covariance[0]?.[0]).toBeCloseTo(VARIANCE, 3);
});

test("of rungs that differ by no more than chance, the best is drawn to what they have in common", () => {
  const { means, covariance } = likelyTruth(independent([0.66, 0.7, 0.74]));
  expect(means[0]).toBeGreaterThan(0.69);
  expect(means[2]).toBeLessThan(0.71);
  // what they have in common is known from all of them: a third of the variance, and it is shared
  expect(covariance[0]?.[0]).toBeCloseTo(VARIANCE / 3, 3);
  expect(covariance[0]?.[1]).toBeCloseTo(VARIANCE / 3, 3);
});

test("a rung alone stays as it was seen", () => {
  const { means, covariance } = likelyTruth(independent([0.8]));
  expect(means[0]).toBeCloseTo(0.8, 10);
  expect(covariance[0]?.[0]).toBeCloseTo(VARIANCE, 4);
});
