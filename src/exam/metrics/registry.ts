// Every metric that reads nothing but a trial; adding one is adding it here.
import type { Metric } from "../../spec/exam.ts";
import { abstention } from "./abstention/metric.ts";
import { citationPrecision } from "./citation-precision/metric.ts";
import { citationRecall } from "./citation-recall/metric.ts";
import { contains } from "./contains/metric.ts";
import { correct } from "./correct/metric.ts";
import { cost } from "./cost/metric.ts";
import { exactMatch } from "./exact-match/metric.ts";
import { excludes } from "./excludes/metric.ts";
import { fabrication } from "./fabrication/metric.ts";
import { jsonFields } from "./json-fields/metric.ts";
import { jsonValidity } from "./json-validity/metric.ts";
import { label } from "./label/metric.ts";
import { latency } from "./latency/metric.ts";
import { DEFAULT_METRIC_CONTEXT, type MetricContext, type MetricMaker } from "./metric-maker.ts";
import { ndcgAtK } from "./ndcg-at-k/metric.ts";
import { number } from "./number/metric.ts";
import { recallAtK } from "./recall-at-k/metric.ts";
import { reciprocalRank } from "./reciprocal-rank/metric.ts";
import { sql } from "./sql/metric.ts";
import { style } from "./style/metric.ts";
import { tokenF1 } from "./token-f1/metric.ts";
import { tokens } from "./tokens/metric.ts";

const MAKERS: readonly MetricMaker[] = [
  correct,
  exactMatch,
  tokenF1,
  contains,
  excludes,
  number,
  label,
  jsonValidity,
  jsonFields,
  style,
  sql,
  citationPrecision,
  citationRecall,
  recallAtK,
  ndcgAtK,
  reciprocalRank,
  abstention,
  fabrication,
  tokens,
  latency,
  cost,
];

/** The metric that says whether an answer is right. */
export const HEADLINE = "correct";

/** All of them; a question is scored by those that apply to it. */
export function createMetrics(context: Partial<MetricContext> = {}): readonly Metric[] {
  return MAKERS.map((make) => make({ ...DEFAULT_METRIC_CONTEXT, ...context }));
}
