// A run as a file that other programs and people read: JUnit, CSV, Markdown, JSON lines.
import type { Trial } from "../../spec/exam.ts";
import type { TrialMetric } from "../run/score-run.ts";
import { scoreRows } from "./score-rows.ts";
import { writeCsv } from "./write-csv.ts";
import { writeJsonl } from "./write-jsonl.ts";
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

const WRITERS = { junit: writeJunit, csv: writeCsv, markdown: writeMarkdown, jsonl: writeJsonl } as const;

export type RunFormat = keyof typeof WRITERS;

export const RUN_FORMATS = ["junit", "csv", "markdown", "jsonl"] as const satisfies readonly RunFormat[];

export async function exportRun({ trials, metrics, ...about }: RunExport, format: RunFormat): Promise<string> {
  return WRITERS[format]({ ...about, metrics, rows: await scoreRows(trials, metrics) });
}
