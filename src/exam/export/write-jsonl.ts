// A line of JSON for each trial, with everything: for programs of one's own.
import type { ScoredRun } from "./scored-run.ts";

export function writeJsonl({ run, rows }: ScoredRun): string {
  return rows
    .map(({ trial, scores }) => {
      const { question, arm, repeat, latencyMs, costUsd, outcome } = trial;
      const line = { run, question, arm, repeat, latencyMs, costUsd, outcome, scores: Object.fromEntries(scores) };
      return `${JSON.stringify(line)}\n`;
    })
    .join("");
}
