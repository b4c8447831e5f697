// What every metric of the family is made by, and what it may know besides the trial.
import type { Metric } from "../../spec/exam.ts";

export type MetricContext = {
  /** How many of the first places count in recall@k and nDCG@k. */
  readonly cutoff: number;
  /** The SQLite file of a database that questions name; undefined: there is none. */
  readonly databasePath: (name: string) => string | undefined;
  /** After so long a query is ended and wrong. */
  readonly sqlTimeoutMs: number;
};

export const DEFAULT_METRIC_CONTEXT: MetricContext = {
  cutoff: 5,
  databasePath: () => undefined,
  sqlTimeoutMs: 10_000,
};

export type MetricMaker = (context: MetricContext) => Metric;
