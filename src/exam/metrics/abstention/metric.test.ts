import { expect, test } from "vitest";

import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { buildTrial } from "../../../testing/build-trial.ts";
import { DEFAULT_METRIC_CONTEXT } from "../metric-maker.ts";
import { abstention } from "./metric.ts";

holdMetric({
  metric: abstention(DEFAULT_METRIC_CONTEXT),
  samples: [
    sample("answered what can be answered", { text: "x" }, 1),
    sample("refused what can be answered", {}, 0),
    sample("refused what cannot", { expected: { unanswerable: true } }, 1),
    sample("answered what cannot", { expected: { unanswerable: true }, text: "x" }, 0),
  ],
});

/** One letter per question: what it is (u: unanswerable) and what was done (r: refused). */
async function figures(questions: string, decisions: string): Promise<Readonly<Record<string, number>>> {
  const metric = abstention(DEFAULT_METRIC_CONTEXT);
  const rows = [];
  for (const [index, each] of questions.split("").entries()) {
    const expected = each === "u" ? { unanswerable: true } : {};
    const trial = buildTrial({ expected, text: decisions[index] === "r" ? undefined : "x" });
    rows.push({ trial, score: await metric.score(trial) });
  }
  return Object.fromEntries(metric.summarize?.(rows).map(({ name, value }) => [name, value]) ?? []);
}

test("precision, recall and balanced accuracy are those of sklearn's precision_score, recall_score and balanced_accuracy_score", async () => {
  const found = await figures("uuuaaaaa", "rr-r----");
  expect(found["abstention-precision"]).toBeCloseTo(2 / 3, 12);
  expect(found["abstention-recall"]).toBeCloseTo(2 / 3, 12);
  expect(found["balanced-accuracy"]).toBeCloseTo(0.7333333333333334, 12);
  expect(found["false-refusals"]).toBeCloseTo(0.2, 12);
});

test("what rests on no question is left out instead of being NaN", async () => {
  await expect(figures("aa", "--")).resolves.toEqual({ "false-refusals": 0 });
  await expect(figures("u", "-")).resolves.toEqual({ "abstention-recall": 0 });
});
