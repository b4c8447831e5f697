// A run as a file that other programs and people read: CSV, Markdown, JUnit.
import type { Trial } from "../../spec/exam.ts";
import type { TrialMetric } from "../run/score-run.ts";
import { scoreRows } from "./score-rows.ts";
import { writeCsv } from "./write-csv.ts";
import { writeJunit } from "./write-junit.ts";
import { writeMarkdown } from "./write-markdown.ts";

export type RunExport = {
  readonly run: string;
  readonly startedAt: number;
  /** In the order of the plan. */
  readonly trials: readonly Trial[];
  /** Rows of the plan that nothing came of. */
  readonly missing: number;
  readonly metrics: readonly TrialMetric[];
};

const WRITERS = { csv: writeCsv, markdown: writeMarkdown, junit: writeJunit } as const;

export type RunFormat = keyof typeof WRITERS;

export async function exportRun({ trials, metrics, ...about }: RunExport, format: RunFormat): Promise<string> {
  return WRITERS[format]({ ...about, metrics, rows: await scoreRows(trials, metrics) });
}
