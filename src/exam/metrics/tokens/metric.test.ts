import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { DEFAULT_METRIC_CONTEXT } from "../metric-maker.ts";
import { tokens } from "./metric.ts";

holdMetric({
  metric: tokens(DEFAULT_METRIC_CONTEXT),
  samples: [sample("in and out", { text: "x" }, 110), sample("of an abstention as well", {}, 110)],
});
