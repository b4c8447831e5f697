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
  readonly decidedBy: Deciding;
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

/** Names of metrics that say whether an answer is right: the first group decides of which any has something to say. */
export type Deciding = readonly (readonly string[])[];

/** One metric of all that is expected, where the run has it; else what was to be said, and word for word only where nothing else is. */
export const DECIDING: Deciding = [
  ["correct"],
  ["contains", "excludes", "number", "label", "json-fields", "json-validity", "sql"],
  ["exact-match"],
];
