import { expect, test } from "vitest";

import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { buildTrial } from "../../../testing/build-trial.ts";
import { DEFAULT_METRIC_CONTEXT } from "../metric-maker.ts";
import { latency } from "./metric.ts";

holdMetric({
  metric: latency(DEFAULT_METRIC_CONTEXT),
  samples: [
    sample("of what was answered", { text: "x", latencyMs: 120 }, 120),
    sample("of an abstention as well", { latencyMs: 80 }, 80),
    sample("not recorded", { text: "x" }, "failed"),
  ],
});

test("percentiles are those of numpy.percentile", () => {
  const metric = latency(DEFAULT_METRIC_CONTEXT);
  const rows = [120, 80, 200, 95, 3000, 110, 150].map((value) => ({
    trial: buildTrial({ text: "x" }),
    score: { kind: "scored", value } as const,
  }));
  const figures = metric.summarize?.(rows) ?? [];
  expect(figures.map(({ name, unit, of }) => [name, unit, of])).toEqual([
    ["p50", "milliseconds", 7],
    ["p95", "milliseconds", 7],
  ]);
  expect(figures[0]?.value).toBe(120);
  expect(figures[1]?.value).toBeCloseTo(2160, 9);
});
