import { expect, test } from "vitest";

import { seededRandom } from "../../core/runtime.ts";
import { clusteredPearson, clusteredSpearman } from "./clustered-correlation.ts";
import { pearson, spearman } from "./correlation.ts";

const random = seededRandom(11);
const FIRST = Array.from({ length: 300 }, () => random() + 1e6);
const SECOND = FIRST.map((value) => value - 1e6 + random());
const SINGLE = FIRST.map((_, index) => `${index}`);
const options = () => ({ random: seededRandom(2) });

test("of single pairs it is Pearson's and Spearman's, with about Fisher's interval", () => {
  const pairs = { first: FIRST, second: SECOND };
  const [found, plain] = [clusteredPearson({ ...pairs, clusters: SINGLE }, options()), pearson(pairs)];
  expect(found?.value).toBeCloseTo(plain?.value ?? 0, 9);
  expect(Math.abs((found?.low ?? 0) - (plain?.low ?? 0))).toBeLessThan(0.02);
  expect(Math.abs((found?.high ?? 0) - (plain?.high ?? 0))).toBeLessThan(0.02);
  const ranked = clusteredSpearman({ ...pairs, clusters: SINGLE }, options());
  expect(ranked?.value).toBeCloseTo(spearman(pairs)?.value ?? 0, 9);
});

test("pairs that are there three times make it no surer", () => {
  const three = <Value>(values: readonly Value[]): readonly Value[] => [...values, ...values, ...values];
  const once = clusteredPearson({ first: FIRST, second: SECOND, clusters: SINGLE }, options());
  const thrice = clusteredPearson({ first: three(FIRST), second: three(SECOND), clusters: three(SINGLE) }, options());
  expect(thrice?.low).toBeCloseTo(once?.low ?? 0, 6);
  expect(pearson({ first: three(FIRST), second: three(SECOND) })?.low).toBeGreaterThan((once?.low ?? 1) + 0.01);
});

test("a list that never changes, or too few clusters, has no coefficient", () => {
  const flat = FIRST.map(() => 1);
  expect(clusteredPearson({ first: flat, second: SECOND, clusters: SINGLE }, options())).toBeUndefined();
  const clusters = FIRST.map((_, index) => `${index % 4}`);
  expect(clusteredPearson({ first: FIRST, second: SECOND, clusters }, options())).toBeUndefined();
});
