import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { DEFAULT_METRIC_CONTEXT } from "../metric-maker.ts";
import { contains } from "./metric.ts";

holdMetric({
  metric: contains(DEFAULT_METRIC_CONTEXT),
  samples: [
    sample(
      "all words, in any case and over line ends",
      { expected: { contains: ["Thirty days", "refund"] }, text: "You have thirty\ndays; refunds take a week." },
      1,
    ),
    sample(
      "one of two is missing",
      { expected: { contains: ["thirty days", "refund"] }, text: "You have thirty days." },
      0,
    ),
    sample(
      "a number is not part of a longer one",
      { expected: { contains: ["12"] }, text: "It costs 120 or 3.12." },
      0,
    ),
    sample("a number at the end of a sentence", { expected: { contains: ["12"] }, text: "It costs 12." }, 1),
    sample("other apostrophes are the same", { expected: { contains: ["don't"] }, text: "We don\u2019t." }, 1),
    sample("abstained", { expected: { contains: ["x"] } }, "abstained"),
  ],
});
