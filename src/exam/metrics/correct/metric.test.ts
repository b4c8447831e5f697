import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { DEFAULT_METRIC_CONTEXT } from "../metric-maker.ts";
import { correct } from "./metric.ts";

holdMetric({
  metric: correct(DEFAULT_METRIC_CONTEXT),
  samples: [
    sample(
      "an accepted answer in a sentence",
      { expected: { answers: ["two years"] }, text: "It is two years [1]." },
      1,
    ),
    sample(
      "one of several",
      { expected: { answers: ["24 months", "two years"] }, text: "The two years begin now." },
      1,
    ),
    sample(
      "an accepted answer in a field of JSON",
      { expected: { answers: ["48 euros"] }, text: '{"status":"found","answer":"It costs 48 euros.","source":1}' },
      1,
    ),
    sample(
      "the number of a source in JSON is no answer",
      { expected: { answers: ["1"] }, text: '{"answer":"Within 6 days.","source":1}' },
      0,
    ),
    sample("none of them", { expected: { answers: ["two years"] }, text: "It is three years." }, 0),
    sample("a part of a word is not the word", { expected: { answers: ["art"] }, text: "They start soon." }, 0),
    sample("a number is not part of another", { expected: { answers: ["3.5"] }, text: "It weighs 35 kg." }, 0),
    sample(
      "everything that is expected has to hold",
      { expected: { answers: ["48 euros"], style: [{ kind: "words", max: 3 }] }, text: "It costs 48 euros, friend." },
      0,
    ),
    sample(
      "form and content both hold",
      { expected: { contains: ["48"], excludes: ["dollars"], style: [{ kind: "words", max: 3 }] }, text: "48 euros." },
      1,
    ),
    sample(
      "half of the fields is not right",
      {
        expected: { json: { schema: { type: "object" }, fields: { a: 1, b: 2 } } },
        text: '{"a": 1, "b": 3}',
      },
      0,
    ),
    sample("abstained from what has an answer", { expected: { answers: ["x"] } }, "abstained"),
    sample("abstained from what has none", { expected: { unanswerable: true } }, 1),
    sample("answered what has none", { expected: { unanswerable: true }, text: "Forty-two." }, 0),
  ],
});
