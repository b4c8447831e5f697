import { expect, test } from "vitest";

import { coverageOfPaired, coverageOfShare, falsePositives, summary } from "../../bench/exam/exact-coverage.ts";
import { rankEqualArms } from "../../bench/exam/simulated-arms.ts";
import { seededRandom } from "../../src/core/runtime.ts";
import { clopperPearson } from "../../src/exam/statistics/clopper-pearson.ts";
import { exactMcNemar } from "../../src/exam/statistics/mcnemar.ts";
import { wilson } from "../../src/exam/statistics/wilson.ts";

test.each([10, 20, 50, 100])(
  "of %i questions, Clopper-Pearson covers every true share in 95 % of all outcomes and more, Wilson on average in 95 % give or take one",
  (questions) => {
    expect(coverageOfShare(questions, clopperPearson).least).toBeGreaterThanOrEqual(0.95);
    expect(Math.abs(coverageOfShare(questions, wilson).mean - 0.95)).toBeLessThan(0.01);
  },
);

test("Newcombe's paired interval covers at least 94 % at the shares that arms disagree on", () => {
  const truths = [0.1, 0.3].flatMap((disagreement) =>
    [0, 0.1].map((difference) => ({
      both: 0.5,
      onlyFirst: (disagreement + difference) / 2,
      onlySecond: (disagreement - difference) / 2,
    })),
  );
  expect(summary(truths.map((truth) => coverageOfPaired(30, truth))).least).toBeGreaterThanOrEqual(0.94);
});

test.each([20, 100])(
  "exact McNemar is wrong in at most 5 %% of all outcomes of equal arms, with %i questions",
  (questions) => {
    for (const disagreement of [0.1, 0.3, 1]) {
      expect(falsePositives(questions, disagreement, exactMcNemar)).toBeLessThanOrEqual(0.05);
    }
  },
);

const CLUSTERED = { right: 0.55, hardness: 0.2, taste: 0.2 };

test.each([
  ["single questions", { questions: 100, perCluster: 1, right: 0.6, hardness: 0.3, taste: 0 }],
  ["ten questions in each of 20 clusters", { ...CLUSTERED, questions: 200, perCluster: 10 }],
  ["one to nine questions in a cluster", { ...CLUSTERED, questions: 100, perCluster: 5, uneven: true }],
])("equal arms are ranked in at most 5 %% of draws: %s", (_name, design) => {
  const rounds = 600;
  const { wrong, naive } = rankEqualArms(design, { random: seededRandom(8), rounds });
  expect(wrong / rounds).toBeLessThanOrEqual(0.05);
  if (design.perCluster > 1) expect(naive / rounds).toBeGreaterThan(0.05);
});
