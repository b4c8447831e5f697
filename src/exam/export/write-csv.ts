// A row for each trial, a column for each metric.
import { writeRecords } from "../questions/write-records.ts";
import type { ScoredRow, ScoredRun } from "./scored-run.ts";

const COLUMNS = [
  "question_id",
  "question",
  "arm",
  "repeat",
  "outcome",
  "answer",
  "citations",
  "retrieved",
  "latency_ms",
  "cost_usd",
  "reason",
];

export function writeCsv({ rows, metrics }: ScoredRun): string {
  const names = metrics.map(({ name }) => name);
  return writeRecords([[...COLUMNS, ...names], ...rows.map((row) => cellsOf(row, names).map(asData))]);
}

function cellsOf({ trial, scores }: ScoredRow, metrics: readonly string[]): readonly string[] {
  const { question, arm, repeat, outcome, latencyMs, costUsd } = trial;
  const answer = outcome.kind === "answered" ? outcome.answer : undefined;
  return [
    question.id,
    question.question,
    arm,
    String(repeat),
    answer === undefined ? "failed" : answer.answered ? "answered" : "abstained",
    answer?.text ?? "",
    answer?.citations.map(({ uri, start, end }) => `${uri}#${start}-${end}`).join("; ") ?? "",
    outcome.kind === "answered" ? outcome.retrieved.join("; ") : "",
    latencyMs?.toString() ?? "",
    costUsd?.toString() ?? "",
    outcome.kind === "failed" ? outcome.reason : "",
    ...metrics.map((name) => {
      const score = scores.get(name);
      return score?.kind === "scored" ? String(score.value) : (score?.kind ?? "");
    }),
  ];
}

/** Spreadsheets run what begins like a formula; a model's answer must not. */
function asData(cell: string): string {
  return /^[=+@\t\r]|^-(?![\d.]+(?:e[+-]?\d+)?$)/iu.test(cell) ? `'${cell}` : cell;
}
