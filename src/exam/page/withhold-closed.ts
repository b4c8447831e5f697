// Takes out of a run what rests on documents that whoever reads the page may not read any more, or never might.
import type { Answer } from "../../spec/answer.ts";
import type { Expected, Question, Score } from "../../spec/exam.ts";
import type { ScoredRow } from "../export/scored-run.ts";
import type { PageLibrary, PageRun } from "./page-run.ts";
import { isUnverified, outcomeOf, type Outcome } from "./row-outcome.ts";

export type PageRow = ScoredRow & {
  readonly outcome: Outcome;
  readonly isUnverified: boolean;
  /** Its answer rests on something that the reader may not read: neither that nor what scores say of it is told. */
  readonly isWithheld: boolean;
};

export function withholdClosed(
  row: ScoredRow,
  { library, decidedBy }: Pick<PageRun, "library" | "decidedBy">,
): PageRow {
  const { trial, scores } = row;
  const question = withoutClosed(trial.question, library);
  const isWithheld = documentsOf(row).some((id) => library.read(id) === undefined);
  const isTold = !isWithheld && question === trial.question;
  return {
    outcome: outcomeOf(row, decidedBy),
    isUnverified: isUnverified(row),
    isWithheld,
    trial: { ...trial, question },
    // why: what a score says in words quotes what was expected and what was answered.
    scores: isTold ? scores : new Map([...scores].map(([name, score]) => [name, wordless(score)])),
  };
}

function wordless(score: Score): Score {
  if (score.kind === "abstained") return score;
  return score.kind === "scored"
    ? { kind: score.kind, value: score.value }
    : { kind: score.kind, reason: "it could not be scored" };
}

/** Everything that the answer could have got its words from. */
function documentsOf({ trial: { outcome } }: ScoredRow): readonly string[] {
  if (outcome.kind === "failed") return [];
  const { answer, retrieved } = outcome;
  return [...new Set([...retrieved, ...shownTo(answer), ...answer.citations.map(({ documentId }) => documentId)])];
}

function shownTo({ trace }: Answer): readonly string[] {
  return trace?.shown.map(({ documentId }) => documentId) ?? [];
}

/**
 * A source that cannot be read is not named, and with it goes all that may be copied from it. What must not be said where
 * there is no answer is a secret by itself, with or without a source.
 */
function withoutClosed(question: Question, library: PageLibrary): Question {
  const { expected } = question;
  const { sources = [] } = expected;
  const open = sources.filter((name) => library.read(name) !== undefined);
  const isClosed = open.length < sources.length;
  const isSecret = expected.unanswerable === true && (expected.quotes ?? expected.excludes) !== undefined;
  if (!isClosed && !isSecret) return question;
  const { unanswerable } = expected;
  const kept: Expected = {
    ...(unanswerable === undefined ? {} : { unanswerable }),
    ...(open.length === 0 ? {} : { sources: open }),
  };
  const cluster = sources.includes(question.cluster) ? question.id : question.cluster;
  return { ...question, expected: kept, cluster };
}
