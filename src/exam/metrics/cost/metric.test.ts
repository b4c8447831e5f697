import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { DEFAULT_METRIC_CONTEXT } from "../metric-maker.ts";
import { cost } from "./metric.ts";

holdMetric({
  metric: cost(DEFAULT_METRIC_CONTEXT),
  samples: [
    sample("of what was answered", { text: "x", costUsd: 0.002 }, 0.002),
    sample("of an abstention as well", { costUsd: 0.001 }, 0.001),
    sample("free", { text: "x", costUsd: 0 }, 0),
    sample("no price is known", { text: "x" }, "failed"),
  ],
});
