// What came of a row, in one word, and as a metric of its own that arms can be compared by.
import type { Metric, Score, ScoredTrial } from "../../spec/exam.ts";
import type { ScoredRow } from "../export/scored-run.ts";
import { appliesTo } from "../metrics/score-answer.ts";
import type { Deciding } from "./page-run.ts";

/** `refused`: "I don't know" where there is an answer; `unscored`: nothing decides whether it is right. */
export type Outcome = "right" | "wrong" | "refused" | "failed" | "unscored";

export const OUTCOMES: readonly Outcome[] = ["right", "wrong", "refused", "failed", "unscored"];

/** A sign, a name and a tone each, so that none is told by its colour alone. */
export const OUTCOME_LOOKS: Readonly<Record<Outcome, { readonly sign: string; readonly tone: string }>> = {
  right: { sign: "✓", tone: "good" },
  wrong: { sign: "✗", tone: "bad" },
  refused: { sign: "∅", tone: "care" },
  failed: { sign: "!", tone: "bad" },
  unscored: { sign: "·", tone: "calm" },
};

/** A metric that could not be computed makes the row failed: it must not pass for wrong. */
export function outcomeOf({ trial, scores }: ScoredRow, decidedBy: Deciding): Outcome {
  const { outcome, question } = trial;
  if (outcome.kind === "failed") return "failed";
  const isUnanswerable = question.expected.unanswerable === true;
  if (!outcome.answer.answered) return isUnanswerable ? "right" : "refused";
  if (isUnanswerable) return "wrong";
  const groups = decidedBy.map((names) => names.flatMap((name) => scores.get(name) ?? []));
  const deciding = groups.find(({ length }) => length > 0) ?? [];
  if (deciding.some(({ kind }) => kind === "failed")) return "failed";
  const scored = deciding.flatMap((score) => (score.kind === "scored" ? [score.value] : []));
  if (scored.length === 0) return "unscored";
  return scored.every((value) => value >= 1) ? "right" : "wrong";
}

/** Something in the answer is supported by nothing, or it cites nothing at all although it was shown something. */
export function isUnverified({ trial: { outcome } }: ScoredRow): boolean {
  if (outcome.kind === "failed" || !outcome.answer.answered) return false;
  const { unsupported = [], citations, trace } = outcome.answer;
  return unsupported.length > 0 || (citations.length === 0 && (trace?.shown.length ?? outcome.retrieved.length) > 0);
}

/** Right or wrong as one metric; refusals count as no success, unscored rows are not in it. */
export const RIGHT: Metric = {
  name: "right",
  needs: [],
  unit: "share",
  better: "higher",
  score: () => ({ kind: "failed", reason: "it is told from other scores, see `rightRows`" }),
};

export function rightRows(rows: readonly ScoredRow[], decidedBy: Deciding): readonly ScoredTrial[] {
  return rows.flatMap((row) => {
    const score = rightScore(row, outcomeOf(row, decidedBy));
    return score === undefined ? [] : [{ trial: row.trial, score }];
  });
}

function rightScore({ trial }: ScoredRow, outcome: Outcome): Score | undefined {
  if (outcome === "unscored") return undefined;
  if (outcome === "refused") return { kind: "abstained" };
  if (outcome !== "failed") return { kind: "scored", value: outcome === "right" ? 1 : 0 };
  return { kind: "failed", reason: trial.outcome.kind === "failed" ? trial.outcome.reason : "it could not be scored" };
}

/** The rows of an arm with the scores of one metric, as statistics take them. */
export function scoredBy(metric: Metric, rows: readonly ScoredRow[]): readonly ScoredTrial[] {
  return rows.flatMap(({ trial, scores }) => {
    const score = appliesTo(metric, trial.question) ? scores.get(metric.name) : undefined;
    return score === undefined ? [] : [{ trial, score }];
  });
}
