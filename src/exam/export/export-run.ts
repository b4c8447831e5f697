// A run as a file that other programs and people read: JUnit, CSV, Markdown, JSON lines.
import type { Trial } from "../../spec/exam.ts";
import { type LibraryNow, withhold, wordless } from "../report/withhold.ts";
import type { TrialMetric } from "../run/score-run.ts";
import { scoreRows } from "./score-rows.ts";
import type { ScoredRow } from "./scored-run.ts";
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
  /** Nothing is written that its reader may not read now. */
  readonly library: LibraryNow;
};

const WRITERS = { junit: writeJunit, csv: writeCsv, markdown: writeMarkdown, jsonl: writeJsonl } as const;

export type RunFormat = keyof typeof WRITERS;

export const RUN_FORMATS = ["junit", "csv", "markdown", "jsonl"] as const satisfies readonly RunFormat[];

export async function exportRun({ trials, metrics, library, ...about }: RunExport, format: RunFormat): Promise<string> {
  const rows = await scoreRows(trials, metrics);
  return WRITERS[format]({ ...about, metrics, rows: rows.map((row) => toldRow(row, library)) });
}

function toldRow(row: ScoredRow, library: LibraryNow): ScoredRow {
  const { trial, isTold } = withhold(row.trial, library);
  if (isTold) return row;
  return { trial, scores: new Map([...row.scores].map(([name, score]) => [name, wordless(score)])) };
}
