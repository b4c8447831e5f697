import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { DEFAULT_METRIC_CONTEXT } from "../metric-maker.ts";
import { exactMatch } from "./metric.ts";

/** Values of `compute_exact` and `compute_f1` of transformers 4.57.1 (data/metrics/squad_metrics.py), SQuAD 2's own script. */
const squad = (accepted: string, text: string, score: number) =>
  sample(`SQuAD 2: ${accepted} / ${text}`, { expected: { answers: [accepted] }, text }, score);

holdMetric({
  metric: exactMatch(DEFAULT_METRIC_CONTEXT),
  samples: [
    squad("Denver Broncos", "The Denver Broncos!", 1),
    squad("Denver Broncos", "Denver Broncos of Denver", 0),
    squad("the the", "a", 1),
    squad("10th and 11th centuries", "in the 10th century", 0),
    squad("U.S.", "us", 1),
    squad("", "", 1),
    squad("", "x", 0),
    squad("été à Paris", "Été a Paris", 0),
    squad("Saint Bernadette Soubirous", "It appeared to Saint Bernadette Soubirous in 1858", 0),
    squad("a b c", "b c d", 0),
    squad("résumé", "resume", 0),
    squad("àa", "à", 0),
    squad("I’m", "Im", 0),
    squad("1,000", "1000", 1),
    squad("x y x", "x x x", 0),
    squad("no\u00a0break", "no break", 1),
    sample(
      "the best of several accepted answers counts",
      { expected: { answers: ["blue", "Denver Broncos"] }, text: "Broncos of Denver, the" },
      0,
    ),
    sample("I do not know is no wrong answer", { expected: { answers: ["blue"] } }, "abstained"),
  ],
});
