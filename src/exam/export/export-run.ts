// A run as a file that other programs and people read: JUnit, CSV, Markdown, JSON lines.
import type { Score, Trial } from "../../spec/exam.ts";
import { scoreTrial, type TrialMetric } from "../run/score-run.ts";
import type { ScoredRun } from "./scored-run.ts";
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
  const rows: ScoredRun["rows"][number][] = [];
  for (const trial of trials) rows.push({ trial, scores: await scoresOf(trial, metrics) });
  return WRITERS[format]({ ...about, metrics, rows });
}

async function scoresOf(trial: Trial, metrics: readonly TrialMetric[]): Promise<ReadonlyMap<string, Score>> {
  const scores = new Map<string, Score>();
  for (const metric of metrics) {
    const score = await scoreTrial(metric, trial);
    if (score !== undefined) scores.set(metric.name, score);
  }
  return scores;
}
