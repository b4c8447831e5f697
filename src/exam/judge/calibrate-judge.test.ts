import { expect, test } from "vitest";

import { seededRandom } from "../../core/runtime.ts";
import { calibrateJudge, correctJudged } from "./calibrate-judge.ts";
import { chooseThreshold, splitLabels } from "./choose-threshold.ts";
import { judgeAgreement } from "./judge-agreement.ts";
import type { JudgedItem } from "./judged-item.ts";

const THRESHOLDS = { judge: 0.5, people: 0.5 };

function items(counts: readonly (readonly [people: number, judge: number, count: number])[]): readonly JudgedItem[] {
  return counts.flatMap(([people, judge, count], kind) =>
    Array.from({ length: count }, (_, index) => ({
      id: `${kind}-${index}`,
      cluster: `${index}`,
      judge,
      people: [people],
    })),
  );
}

test("counts, rates and kappa are those of the table of people and judge", () => {
  const found = calibrateJudge(
    items([
      [1, 1, 60],
      [1, 0, 10],
      [0, 1, 15],
      [0, 0, 55],
    ]),
    THRESHOLDS,
  );
  expect(found.confusion).toEqual({ bothAccept: 60, onlyPeople: 10, onlyJudge: 15, bothReject: 55 });
  expect(found.accuracy.value).toBeCloseTo(115 / 140, 12);
  expect(found.sensitivity?.value).toBeCloseTo(60 / 70, 12);
  expect(found.specificity?.value).toBeCloseTo(55 / 70, 12);
  expect(found.kappa?.value).toBeCloseTo(0.642857142857, 9);
  expect(found.role).toEqual({ kind: "headline" });
});

test("a judge below kappa 0.60 is secondary, as is one with fewer than a hundred labels", () => {
  const weak = calibrateJudge(
    items([
      [1, 1, 60],
      [1, 0, 20],
      [0, 1, 20],
      [0, 0, 40],
    ]),
    THRESHOLDS,
  );
  expect(weak.role).toEqual({ kind: "secondary", reason: "kappa-too-low" });
  const few = calibrateJudge(
    items([
      [1, 1, 50],
      [0, 0, 49],
    ]),
    THRESHOLDS,
  );
  expect(few.role).toEqual({ kind: "secondary", reason: "too-few-labels" });
  const blind = calibrateJudge(items([[1, 1, 120]]), THRESHOLDS);
  expect(blind.role).toEqual({ kind: "secondary", reason: "no-kappa" });
  expect(blind.specificity).toBeUndefined();
  expect(correctJudged({ count: 5, of: 10 }, blind).corrected).toBeUndefined();
});

test("three people's mean of 3 counts as 3 although thirds do not add up", () => {
  const item = { id: "a", cluster: "a", judge: 1, people: [3, 3, 3].map((value) => value - 1e-16) };
  expect(calibrateJudge([item], { judge: 0.5, people: 3 }).confusion.bothAccept).toBe(1);
});

test("the correction finds the true share of a set that was not labelled, where the raw one does not", () => {
  const random = seededRandom(5);
  const draw = (share: number, count: number): readonly JudgedItem[] =>
    Array.from({ length: count }, (_, index) => {
      const isRight = random() < share;
      const accepts = random() < (isRight ? 0.95 : 0.3);
      return { id: `${index}`, cluster: `${index}`, judge: Number(accepts), people: [Number(isRight)] };
    });
  const calibration = calibrateJudge(draw(0.5, 400), THRESHOLDS);
  const exam = draw(0.4, 1000);
  const accepted = exam.filter(({ judge }) => judge === 1).length;
  const { judged, corrected } = correctJudged({ count: accepted, of: exam.length }, calibration);
  expect(judged.low).toBeGreaterThan(0.45);
  expect(corrected?.low).toBeLessThan(0.4);
  expect(corrected?.high).toBeGreaterThan(0.4);
});

test("the threshold is where kappa is best, and halves share no cluster", () => {
  const graded = Array.from({ length: 40 }, (_, index) => ({
    id: `${index}`,
    cluster: `c${index % 10}`,
    judge: index / 40,
    people: [index >= 25 ? 4 : 1],
  }));
  expect(chooseThreshold(graded, 3)).toBe(25 / 40);
  const { choose, judge } = splitLabels(graded);
  expect(choose.length + judge.length).toBe(40);
  const chosen = new Set(choose.map(({ cluster }) => cluster));
  expect(judge.some(({ cluster }) => chosen.has(cluster))).toBe(false);
});

test("agreement needs labels, and a judge that always says the same has no correlation", () => {
  const options = { random: seededRandom(1) };
  const flat = items([
    [1, 1, 5],
    [0, 1, 5],
  ]);
  expect(judgeAgreement(flat, options).judgeWithPeople.pearson).toBeUndefined();
  expect(judgeAgreement(flat, options).personWithOthers.pearson).toBeUndefined();
  const none = [{ id: "a", cluster: "a", judge: 1, people: [] }];
  expect(() => judgeAgreement(none, options)).toThrow("No person has scored answer a; each needs a label.");
  expect(() => calibrateJudge([], THRESHOLDS)).toThrow("cannot be calibrated without labels");
});
