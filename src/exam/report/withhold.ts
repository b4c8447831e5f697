// Takes out of a stored run what rests on documents that its reader may not read any more, or never might: the same on every way out.
import type { Answer } from "../../spec/answer.ts";
import type { Expected, Question, Score, Trial } from "../../spec/exam.ts";

/** The library as the reader may read it now. */
export type LibraryNow = {
  /** By id, path or address; undefined: it is gone or closed to the reader, which are not told apart. */
  readonly read: (name: string) => object | undefined;
};

/** What stands in place of a text. */
export const WITHHELD = "not readable by you now";

export type Told = {
  readonly trial: Trial;
  /** Its answer rests on something that the reader may not read. */
  readonly isWithheld: boolean;
  /** All of it may be told, and so may what scores say of it in words: those quote what was expected and answered. */
  readonly isTold: boolean;
};

/** Numbers stay: they do not tell what stands in a document. */
export function withhold(trial: Trial, library: LibraryNow): Told {
  const question = withoutClosed(trial.question, library);
  const isWithheld = documentsOf(trial).some((id) => library.read(id) === undefined);
  return {
    trial: { ...trial, question, ...(isWithheld ? { outcome: withheldOutcome(trial.outcome, library) } : {}) },
    isWithheld,
    isTold: !isWithheld && question === trial.question,
  };
}

function withheldOutcome(outcome: Trial["outcome"], library: LibraryNow): Trial["outcome"] {
  if (outcome.kind === "failed") return outcome;
  const { answered, model, usage, timingsMs, cut, costUsd } = outcome.answer;
  const answer: Answer = {
    text: WITHHELD,
    answered,
    citations: [],
    model,
    usage,
    timingsMs,
    ...(cut === undefined ? {} : { cut }),
    ...(costUsd === undefined ? {} : { costUsd }),
  };
  return { ...outcome, answer, retrieved: outcome.retrieved.filter((id) => library.read(id) !== undefined) };
}

export function wordless(score: Score): Score {
  if (score.kind === "abstained") return score;
  return score.kind === "scored"
    ? { kind: score.kind, value: score.value }
    : { kind: score.kind, reason: "it could not be scored" };
}

/** Every document that the answer could have got its words from. */
export function documentsOf({ outcome }: Trial): readonly string[] {
  if (outcome.kind === "failed") return [];
  const { answer, retrieved } = outcome;
  return [...new Set([...retrieved, ...shownTo(answer), ...answer.citations.map(({ documentId }) => documentId)])];
}

function shownTo({ trace }: Answer): readonly string[] {
  return trace?.shown.map(({ documentId }) => documentId) ?? [];
}

/**
 * A source that cannot be read is not named, and with it goes all that may be copied from it. What must not be said where
 * there is no answer is a secret by itself, with or without a source. The question itself where nothing is taken out.
 */
export function withoutClosed(question: Question, library: LibraryNow): Question {
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
