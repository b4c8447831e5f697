import { assert, array, boolean, constantFrom, double, integer, property, tuple } from "fast-check";
import { expect, test } from "vitest";

import { seededRandom } from "../../core/runtime.ts";
import { bootstrapMean } from "./bootstrap.ts";
import { clopperPearson } from "./clopper-pearson.ts";
import { clusteredMean } from "./clustered-mean.ts";
import { cohenKappa } from "./cohen-kappa.ts";
import { comparePaired } from "./compare-paired.ts";
import { questionsNeeded, powerOf } from "./detectable-difference.ts";
import { estimateShare } from "./estimate-share.ts";
import { holm } from "./holm.ts";
import type { Interval } from "./interval.ts";
import { exactMcNemar, midPMcNemar } from "./mcnemar.ts";
import { newcombePaired, newcombeUnpaired } from "./newcombe.ts";
import { nonInferiority } from "./non-inferiority.ts";
import { normalProbability, normalQuantile } from "./normal.ts";
import { roganGladen } from "./rogan-gladen.ts";
import { signFlipTest } from "./sign-flip.ts";
import { wilson } from "./wilson.ts";

const counted = integer({ min: 1, max: 400 }).chain((of) =>
  tuple(integer({ min: 0, max: of }), integer({ min: of, max: of })),
);
const few = integer({ min: 0, max: 60 });
const share = double({ min: 0, max: 1, noNaN: true });
const pairs = array(tuple(boolean(), boolean(), integer({ min: 0, max: 5 })), { minLength: 2, maxLength: 60 });
const random = () => seededRandom(3);

function holds({ low, high }: Interval, value: number): boolean {
  return low <= value + 1e-12 && value - 1e-12 <= high;
}

function scoresOf(rows: readonly (readonly [boolean, boolean, number])[]) {
  return {
    first: rows.map(([one]) => Number(one)),
    second: rows.map(([, other]) => Number(other)),
    clusters: rows.map(([, , cluster]) => String(cluster)),
  };
}

test("intervals of a share lie between 0 and 1, hold the share, and mirror with it", () => {
  assert(
    property(counted, constantFrom(wilson, clopperPearson), ([count, of], interval) => {
      const found = interval(count, of);
      const mirrored = interval(of - count, of);
      expect(holds(found, count / of) && found.low >= 0 && found.high <= 1).toBe(true);
      expect(mirrored.low).toBeCloseTo(1 - found.high, 9);
      expect(mirrored.high).toBeCloseTo(1 - found.low, 9);
    }),
  );
});

test("a higher level never narrows an interval", () => {
  assert(
    property(counted, constantFrom(wilson, clopperPearson), ([count, of], interval) => {
      const [narrow, wide] = [interval(count, of, 0.8), interval(count, of, 0.99)];
      expect(wide.low <= narrow.low + 1e-12 && narrow.high <= wide.high + 1e-12).toBe(true);
    }),
  );
});

test("ten times the questions with the same share narrow its interval", () => {
  assert(
    property(counted, ([count, of]) => {
      const [one, ten] = [wilson(count, of), wilson(count * 10, of * 10)];
      expect(ten.high - ten.low).toBeLessThan(one.high - one.low);
    }),
  );
});

test("the normal quantile undoes the normal probability", () => {
  assert(
    property(double({ min: -7.5, max: 5, noNaN: true }), (z) => {
      expect(normalQuantile(normalProbability(z))).toBeCloseTo(z, 6);
    }),
  );
});

test("differences change their sign with their order, and their intervals hold them", () => {
  assert(
    property(tuple(few, few, few, integer({ min: 1, max: 60 })), ([both, onlyFirst, onlySecond, neither]) => {
      const one = newcombePaired({ both, onlyFirst, onlySecond, neither });
      const other = newcombePaired({ both, onlyFirst: onlySecond, onlySecond: onlyFirst, neither });
      expect(holds(one, one.value) && one.low >= -1 && one.high <= 1).toBe(true);
      expect(other.low).toBeCloseTo(-one.high, 9);
    }),
  );
  assert(
    property(counted, counted, ([count, of], [other, ofOther]) => {
      const one = newcombeUnpaired({ count, of }, { count: other, of: ofOther });
      const turned = newcombeUnpaired({ count: other, of: ofOther }, { count, of });
      expect(holds(one, one.value) && one.low >= -1 && one.high <= 1).toBe(true);
      expect(turned.low).toBeCloseTo(-one.high, 9);
    }),
  );
});

test("p-values lie in 0 to 1, do not depend on the order of the arms, and mid-p is never above exact", () => {
  assert(
    property(few, few, (onlyFirst, onlySecond) => {
      const exact = exactMcNemar({ onlyFirst, onlySecond });
      const mid = midPMcNemar({ onlyFirst, onlySecond });
      expect(exact).toBeCloseTo(exactMcNemar({ onlyFirst: onlySecond, onlySecond: onlyFirst }), 12);
      expect(exact > 0 && exact <= 1 && mid > 0 && mid <= exact + 1e-12).toBe(true);
    }),
  );
});

test("on single questions that are right or wrong, the sign-flip test is McNemar's exact one", () => {
  assert(
    property(few, few, few, (onlyFirst, onlySecond, same) => {
      const differences = [
        ...Array.from({ length: onlyFirst }, () => 1),
        ...Array.from({ length: onlySecond }, () => -1),
        ...Array.from({ length: same + 1 }, () => 0),
      ];
      const found = signFlipTest(differences, { random: random() });
      expect(found).toBeCloseTo(exactMcNemar({ onlyFirst, onlySecond }), 9);
    }),
  );
});

test("the sign-flip test gives the same counted, tried in full and, about, drawn", () => {
  const whole = [3, -1, 2, 2, -2, 1, 4, 1];
  const exact = signFlipTest(whole, { random: random() });
  const tried = signFlipTest(
    whole.map((value) => value / 3),
    { random: random() },
  );
  const many = Array.from({ length: 30 }, (_, index) => (index % 4 === 0 ? -1 : 1));
  const drawn = signFlipTest(
    many.map((value) => value / 3),
    { random: random() },
  );
  expect(tried).toBeCloseTo(exact, 12);
  expect(Math.abs(drawn - signFlipTest(many, { random: random() }))).toBeLessThan(0.005);
});

test("a comparison is the same in any order of the questions and turns with the arms", () => {
  assert(
    property(pairs, (rows) => {
      const scores = scoresOf(rows);
      const found = comparePaired(scores, { random: random() });
      const reversed = comparePaired(scoresOf(rows.toReversed()), { random: random() });
      expect(reversed.pValue).toBeCloseTo(found.pValue, 9);
      const turned = comparePaired({ ...scores, first: scores.second, second: scores.first }, { random: random() });
      const opposite = { "first-better": "second-better", "second-better": "first-better", "not-shown": "not-shown" };
      expect(turned.kind).toBe(opposite[found.kind]);
      expect(holds(found.difference, found.difference.value)).toBe(true);
    }),
  );
});

test("an arm is never ranked above itself, and is never inferior to itself", () => {
  assert(
    property(pairs, (rows) => {
      const { first, clusters } = scoresOf(rows.map((row, index) => [row[0], row[1], index] as const));
      expect(comparePaired({ first, second: first, clusters }, { random: random() }).kind).toBe("not-shown");
      const found = nonInferiority({ first, second: first, clusters }, { random: random(), margin: 0.05 });
      expect(found.kind).not.toBe("inferior");
    }),
  );
});

test("what is not inferior within a margin is not within any larger one", () => {
  assert(
    property(pairs, double({ min: 0.01, max: 0.5, noNaN: true }), (rows, margin) => {
      const { first, second } = scoresOf(rows);
      const narrow = nonInferiority({ first, second }, { random: random(), margin });
      const wide = nonInferiority({ first, second }, { random: random(), margin: margin * 2 });
      expect(narrow.kind === "not-inferior" && wide.kind !== "not-inferior").toBe(false);
    }),
  );
});

test("Holm never lowers a p-value, keeps their order, and stays within Bonferroni", () => {
  assert(
    property(array(share, { minLength: 1, maxLength: 12 }), (pValues) => {
      const adjusted = holm(pValues);
      for (const [index, value] of pValues.entries()) {
        const raised = adjusted[index] ?? -1;
        expect(raised >= value && raised <= Math.min(1, value * pValues.length) + 1e-12).toBe(true);
        for (const [at, other] of pValues.entries())
          if (value < other) expect(raised <= (adjusted[at] ?? -1)).toBe(true);
      }
    }),
  );
});

test("a share of scores holds its mean within 0 to 1, in clusters and not, and in any order", () => {
  assert(
    property(array(tuple(share, integer({ min: 0, max: 4 })), { minLength: 1, maxLength: 50 }), (rows) => {
      const estimate = (given: typeof rows) =>
        estimateShare(
          given.map(([value]) => value),
          { clusters: given.map(([, cluster]) => String(cluster)) },
        );
      const found = estimate(rows);
      expect(holds(found, found.value) && found.low >= 0 && found.high <= 1).toBe(true);
      expect(estimate(rows.toReversed()).low).toBeCloseTo(found.low, 9);
    }),
  );
});

test("the bootstrap gives the same for the same seed and never leaves the range of the values", () => {
  assert(
    property(array(share, { minLength: 1, maxLength: 30 }), constantFrom("bca", "percentile"), (values, kind) => {
      const draw = () => bootstrapMean(values, { random: random(), rounds: 200, kind });
      const found = draw();
      expect(draw()).toEqual(found);
      expect(found.low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-12);
      expect(found.high).toBeLessThanOrEqual(Math.max(...values) + 1e-12);
    }),
    { numRuns: 50 },
  );
});

test("kappa is 1 for raters that always agree and undefined where they only know one class", () => {
  assert(
    property(integer({ min: 1, max: 50 }), integer({ min: 1, max: 50 }), (yes, no) => {
      expect(
        cohenKappa([
          [yes, 0],
          [0, no],
        ])?.value,
      ).toBeCloseTo(1, 12);
      expect(
        cohenKappa([
          [yes, 0],
          [0, 0],
        ]),
      ).toBeUndefined();
    }),
  );
});

test("a corrected share lies between 0 and 1 inside its interval, and a judge no better than chance corrects nothing", () => {
  assert(
    property(counted, counted, counted, ([accepted, of], [right, positives], [rejected, negatives]) => {
      const sensitivity = { count: right, of: positives };
      const specificity = { count: rejected, of: negatives };
      const found = roganGladen({ accepted: { count: accepted, of }, sensitivity, specificity });
      const isUseless = right / positives + rejected / negatives <= 1;
      if (isUseless) expect(found).toBeUndefined();
      else if (found !== undefined) expect(holds(found, found.value) && found.low >= 0 && found.high <= 1).toBe(true);
    }),
  );
});

test("a judge that never errs is hardly corrected", () => {
  const found = roganGladen({
    accepted: { count: 60, of: 100 },
    sensitivity: { count: 1000, of: 1000 },
    specificity: { count: 1000, of: 1000 },
  });
  expect(found?.value).toBeCloseTo(0.6, 12);
  expect(found?.low).toBeCloseTo(wilson(60, 100).low, 1);
});

test("the questions said to be needed are enough, and one in ten fewer is not", () => {
  for (const [disagreement, difference] of [
    [0.2, 0.06],
    [0.3, 0.1],
    [0.1, 0.05],
  ] as const) {
    const needed = questionsNeeded(difference, { disagreement }) ?? 0;
    expect(powerOf(needed, { disagreement, difference })).toBeGreaterThanOrEqual(0.8);
    expect(powerOf(Math.floor(needed * 0.9), { disagreement, difference })).toBeLessThan(0.8);
  }
});

test("questions that cannot all be asked are not promised", () => {
  expect(questionsNeeded(0.001, { disagreement: 0.5 })).toBeUndefined();
});

test.each([
  ["a count above its number", () => wilson(3, 2)],
  ["no questions at all", () => clopperPearson(0, 0)],
  ["half a question", () => exactMcNemar({ onlyFirst: 0.5, onlySecond: 1 })],
  ["a value that is no number", () => clusteredMean([1, Number.NaN])],
  ["lists of different length", () => comparePaired({ first: [1], second: [1, 0] }, { random: random() })],
  ["no values", () => bootstrapMean([], { random: random() })],
  ["a table that is no square", () => cohenKappa([[1, 2]])],
  ["a margin of nothing", () => nonInferiority({ first: [1], second: [1] }, { random: random(), margin: 0 })],
  ["a level of 1", () => wilson(1, 2, 1)],
  ["a difference larger than the disagreement", () => powerOf(10, { disagreement: 0.1, difference: 0.2 })],
  ["a score outside of 0 to 1", () => estimateShare([2])],
])("%s is refused instead of becoming NaN", (_name, compute) => {
  expect(compute).toThrow(expect.objectContaining({ code: "input_invalid" }));
});
