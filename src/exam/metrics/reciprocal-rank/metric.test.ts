import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { DEFAULT_METRIC_CONTEXT } from "../metric-maker.ts";
import { reciprocalRank } from "./metric.ts";

/** Four queries, their relevant documents and the order they came back in. */
const QUERIES = [
  { sources: ["d1", "d3"], retrieved: ["d2", "d1", "d4", "d3"] },
  { sources: ["d2", "d4", "d5", "d9"], retrieved: ["d9", "d1", "d2", "d3", "d4", "d6", "d5"] },
  { sources: ["d7"], retrieved: ["d1", "d2", "d3"] },
  { sources: ["d1"], retrieved: ["d1"] },
];

/** trec_eval's recip_rank for them, by pytrec_eval-terrier 0.5.11. */
const VALUES = new Map([[5, [0.5, 1, 0, 1]]]);

for (const [cutoff, values] of VALUES) {
  holdMetric({
    metric: reciprocalRank({ ...DEFAULT_METRIC_CONTEXT, cutoff }),
    samples: [
      ...QUERIES.map(({ sources, retrieved }, index) =>
        sample(`trec_eval, query ${index + 1}`, { expected: { sources }, retrieved, text: "x" }, values[index] ?? -1),
      ),
      sample(
        "what was retrieved is scored where the answer was not known",
        { expected: { sources: ["a"] }, retrieved: ["a"] },
        1,
      ),
      sample(
        "a document counts once, at its first passage",
        { expected: { sources: ["b"] }, retrieved: ["b", "b", "a"], text: "x" },
        1,
      ),
      sample("nothing was retrieved", { expected: { sources: ["b"] }, text: "x" }, 0),
    ],
  });
}
