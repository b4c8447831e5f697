import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { DEFAULT_METRIC_CONTEXT } from "../metric-maker.ts";
import { excludes } from "./metric.ts";

holdMetric({
  metric: excludes(DEFAULT_METRIC_CONTEXT),
  samples: [
    sample("none of them", { expected: { excludes: ["lawyer", "12"] }, text: "It costs 120." }, 1),
    sample("one of them, in another case", { expected: { excludes: ["lawyer", "sorry"] }, text: "Ask a LAWYER." }, 0),
    sample("abstained", { expected: { excludes: ["x"] } }, "abstained"),
  ],
});
