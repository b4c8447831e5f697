import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { DEFAULT_METRIC_CONTEXT } from "../metric-maker.ts";
import { fabrication } from "./metric.ts";

holdMetric({
  metric: fabrication(DEFAULT_METRIC_CONTEXT),
  samples: [
    sample("refused", { expected: { unanswerable: true } }, 0),
    sample("answered", { expected: { unanswerable: true }, text: "In 1999." }, 1),
    sample(
      "answered as is accepted there",
      { expected: { unanswerable: true, answers: ["nobody knows"] }, text: "Nobody knows." },
      0,
    ),
    sample(
      "not asked of what can be answered",
      { expected: { unanswerable: false, answers: ["x"] }, text: "y" },
      "failed",
    ),
  ],
});
