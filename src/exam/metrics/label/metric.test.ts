import { expect, test } from "vitest";

import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { buildTrial } from "../../../testing/build-trial.ts";
import { DEFAULT_METRIC_CONTEXT } from "../metric-maker.ts";
import { label } from "./metric.ts";

holdMetric({
  metric: label(DEFAULT_METRIC_CONTEXT),
  samples: [
    sample("the label as it is", { expected: { label: "refund_request" }, text: "refund_request" }, 1),
    sample("with quotes, a full stop and another case", { expected: { label: "Refund" }, text: ' "refund." ' }, 1),
    sample("a sentence around it is no label", { expected: { label: "refund" }, text: "This is a refund." }, 0),
    sample("abstained", { expected: { label: "refund" } }, "abstained"),
  ],
});

async function macroF1(expected: string, said: string): Promise<number | undefined> {
  const metric = label(DEFAULT_METRIC_CONTEXT);
  const rows = [];
  for (const [index, each] of expected.split("").entries()) {
    const trial = buildTrial({
      expected: { label: each },
      text: said[index] === "-" ? undefined : (said[index] ?? ""),
    });
    rows.push({ trial, score: await metric.score(trial) });
  }
  return metric.summarize?.(rows).find(({ name }) => name === "macro-f1")?.value;
}

test('macro-F1 is that of sklearn.metrics.f1_score(average="macro") 1.x', async () => {
  await expect(macroF1("aabbccca", "abbbcaca")).resolves.toBeCloseTo(0.7555555555555555, 12);
});

test("a label that nobody expects counts as sklearn counts it with labels=[a, b, c]", async () => {
  await expect(macroF1("aabbccca", "abbbczca")).resolves.toBeCloseTo(0.8, 12);
});

test("an abstention costs the label that it was expected for", async () => {
  await expect(macroF1("aabbccca", "abbbc-ca")).resolves.toBeCloseTo(0.8, 12);
});
