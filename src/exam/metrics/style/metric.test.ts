import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { DEFAULT_METRIC_CONTEXT } from "../metric-maker.ts";
import { style } from "./metric.ts";

holdMetric({
  metric: style(DEFAULT_METRIC_CONTEXT),
  samples: [
    sample(
      "all rules kept",
      {
        expected: {
          style: [
            { kind: "words", max: 5 },
            { kind: "sentences", min: 2, max: 2 },
            { kind: "starts-with", text: "dear", ignoreCase: true },
          ],
        },
        text: "Dear Ann. It ships today.",
      },
      1,
    ),
    sample(
      "a word too many",
      { expected: { style: [{ kind: "words", max: 4 }] }, text: "Dear Ann. It ships today." },
      0,
    ),
    sample(
      "abbreviations and decimals end no sentence",
      { expected: { style: [{ kind: "sentences", max: 1 }] }, text: "It costs 3.50 today" },
      1,
    ),
    sample(
      "characters are those that people see",
      { expected: { style: [{ kind: "characters", max: 2 }] }, text: " \u{1f642}a " },
      1,
    ),
    sample("ends with", { expected: { style: [{ kind: "ends-with", text: "Yours" }] }, text: "yours" }, 0),
    sample(
      "a pattern that must not occur",
      { expected: { style: [{ kind: "does-not-match", pattern: "\\*\\*" }] }, text: "**bold**" },
      0,
    ),
    sample(
      "a pattern with flags; g makes no difference",
      { expected: { style: [{ kind: "matches", pattern: "^ORDER", flags: "gim" }] }, text: "x\norder" },
      1,
    ),
    sample(
      "a pattern that cannot be read is the question's fault",
      { expected: { style: [{ kind: "matches", pattern: "(" }] }, text: "x" },
      "failed",
    ),
    sample(
      "a pattern that would never end is the question's fault",
      { expected: { style: [{ kind: "matches", pattern: "^(a+)+$" }] }, text: `${"a".repeat(40)}!` },
      "failed",
    ),
    sample("abstained", { expected: { style: [{ kind: "words", max: 4 }] } }, "abstained"),
  ],
});
