import { expect, test } from "vitest";

import type { Score, ScoredTrial } from "../../../spec/exam.ts";
import { buildTrial } from "../../../testing/build-trial.ts";
import { costPerCorrect } from "./cost-per-correct.ts";

const row = (costUsd: number | undefined, score: Score): ScoredTrial => ({
  trial: buildTrial({ text: "x", ...(costUsd === undefined ? {} : { costUsd }) }),
  score,
});

const RIGHT: Score = { kind: "scored", value: 1 };
const WRONG: Score = { kind: "scored", value: 0 };

test("wrong answers and refusals are paid for by the right ones", () => {
  const rows = [row(0.01, RIGHT), row(0.02, WRONG), row(0.03, { kind: "abstained" }), row(0.04, RIGHT)];
  const found = costPerCorrect(rows);
  expect(found).toMatchObject({ kind: "known", correct: 2, of: 4 });
  if (found.kind !== "known") return;
  expect(found.usdPerQuery).toBeCloseTo(0.025, 12);
  expect(found.usdPerCorrect).toBeCloseTo(0.05, 12);
});

test("where nothing is right there is no price of a right answer", () => {
  expect(costPerCorrect([row(0.01, WRONG)])).toMatchObject({ kind: "known", usdPerCorrect: undefined });
});

test("a missing price or a failed score makes it unknown instead of too low", () => {
  const failed: Score = { kind: "failed", reason: "gone" };
  expect(costPerCorrect([row(undefined, RIGHT), row(0.01, failed)])).toEqual({
    kind: "unknown",
    withoutPrice: 1,
    withoutScore: 1,
  });
  expect(costPerCorrect([])).toMatchObject({ kind: "unknown" });
});
