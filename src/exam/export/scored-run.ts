// A run with the scores of its trials, and what is wrong with them.
import type { Score, Trial } from "../../spec/exam.ts";
import { HEADLINE } from "../metrics/registry.ts";
import type { TrialMetric } from "../run/score-run.ts";

export type ScoredRow = {
  readonly trial: Trial;
  /** By metric; those that have nothing to say about the question are not there. */
  readonly scores: ReadonlyMap<string, Score>;
};

export type ScoredRun = {
  readonly run: string;
  readonly startedAt: number;
  readonly missing: number;
  readonly metrics: readonly TrialMetric[];
  readonly rows: readonly ScoredRow[];
};

/**
 * It failed, it abstained where an answer is expected, or a metric of right and wrong says wrong. Where it is known whether
 * the answer is right, nothing else makes it wrong: half of the words, or a citation of another page, may be right too.
 */
export function complaints({ trial, scores }: ScoredRow, metrics: readonly TrialMetric[]): readonly string[] {
  if (trial.outcome.kind === "failed") return [trial.outcome.reason];
  const deciding = scores.has(HEADLINE) ? metrics.filter(({ name }) => name === HEADLINE) : metrics;
  return deciding.flatMap((metric) => {
    const score = scores.get(metric.name);
    if (score === undefined) return [];
    if (score.kind === "failed") return [`${metric.name}: ${score.reason}`];
    if (score.kind === "abstained") return [`${metric.name}: abstained`];
    if (!isWrong(metric, score.value)) return [];
    return [`${metric.name}: ${score.value}${score.detail === undefined ? "" : ` (${score.detail})`}`];
  });
}

/** Counts, tokens and times are neither right nor wrong. */
function isWrong({ unit = "share", better = "higher" }: TrialMetric, value: number): boolean {
  return unit === "share" && (better === "higher" ? value < 1 : value > 0);
}
