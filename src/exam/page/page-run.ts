// What a page of a run is made from: its scored rows, and of the library as much as whoever reads the page may read.
import type { Arm, Metric } from "../../spec/exam.ts";
import type { ScoredRow } from "../export/scored-run.ts";

export type PageRun = {
  readonly run: string;
  readonly startedAt: number;
  readonly arms: readonly Arm[];
  readonly repeats: number;
  /** In the order of the plan. */
  readonly rows: readonly ScoredRow[];
  /** Rows of the plan that nothing came of. */
  readonly missing: number;
  readonly metrics: readonly Metric[];
  /** Metrics that say whether an answer is right; a question is judged by those of them that apply to it. */
  readonly decidedBy: readonly string[];
  readonly library: PageLibrary;
  /** Seeded: the same run gives the same page. */
  readonly random: () => number;
};

export type PageDocument = { readonly text: string; readonly contentHash: string; readonly title: string };

/** The library as the page's reader may read it now. */
export type PageLibrary = {
  /** By id, path or address; undefined: it is gone or closed to the reader, which are not told apart. */
  readonly read: (name: string) => PageDocument | undefined;
};

/** What decides in the absence of anything else: what was to be said, not how, and refusals by whether there is an answer. */
export const DECIDING: readonly string[] = [
  "contains",
  "excludes",
  "number",
  "label",
  "json-fields",
  "json-validity",
  "sql",
  "exact-match",
];
