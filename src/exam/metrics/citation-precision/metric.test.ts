import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { DEFAULT_METRIC_CONTEXT } from "../metric-maker.ts";
import { citationPrecision } from "./metric.ts";

holdMetric({
  metric: citationPrecision(DEFAULT_METRIC_CONTEXT),
  samples: [
    sample(
      "two of three from the expected source",
      {
        expected: { sources: ["a.md"] },
        text: "x",
        citations: [{ uri: "a.md" }, { documentId: "a.md" }, { uri: "b.md" }],
      },
      2 / 3,
    ),
    sample(
      "one of two sources",
      { expected: { sources: ["a.md", "b.md"] }, text: "x", citations: [{ uri: "a.md" }] },
      1,
    ),
    sample(
      "quotes count before sources",
      {
        expected: { sources: ["a.md"], quotes: ["thirty days of leave"] },
        text: "x",
        citations: [
          { uri: "a.md", quote: "We have Thirty days\nof leave." },
          { uri: "a.md", quote: "something else" },
        ],
      },
      0.5,
    ),
    sample(
      "a part of the expected words is enough when it is long",
      {
        expected: { quotes: ["thirty days of leave a year"] },
        text: "x",
        citations: [{ quote: "thirty days of leave" }],
      },
      1,
    ),
    sample(
      "a single word of them is not",
      { expected: { quotes: ["thirty days of leave a year"] }, text: "x", citations: [{ quote: "thirty" }] },
      0,
    ),
    sample("nothing is cited", { expected: { sources: ["a.md"] }, text: "x" }, 0),
    sample("abstained", { expected: { sources: ["a.md"] } }, "abstained"),
  ],
});
