// Takes out of a stored run what rests on documents that its reader may not read any more, or never might: the same on every way out.
import type { Answer } from "../../spec/answer.ts";
import type { Expected, Question, Score, Trial } from "../../spec/exam.ts";

/**
 * What an arm can tell besides what it was shown: nothing but the question (`bare`), what its failures quote of a prompt
 * with passages (`reads`), what it was trained on or shows as worked examples (`taught`); the reader may not be told that (`closed`).
 */
export type ArmNow = "bare" | "reads" | "taught" | "closed";

/** The library as the reader may read it now. */
export type LibraryNow = {
  /** By id, path or address; undefined: it is gone or closed to the reader, which are not told apart. */
  readonly read: (name: string) => object | undefined;
  /** By name; one that is not there is taken for one that reads. */
  readonly arms?: ReadonlyMap<string, ArmNow>;
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
  const isWithheld =
    library.arms?.get(trial.arm) === "closed" ||
    documentsOf(trial).some((id) => library.read(id) === undefined) ||
    tellsClosed(trial, library);
  return {
    trial: { ...trial, question, ...(isWithheld ? { outcome: withheldOutcome(trial.outcome, library) } : {}) },
    isWithheld,
    isTold: !isWithheld && question === trial.question,
  };
}

/** What was learnt by heart is shown to nobody, and which passages a failed row had is not written down: the question says. */
function tellsClosed({ arm, question, outcome }: Trial, { arms, read }: LibraryNow): boolean {
  const kind = arms?.get(arm) ?? "reads";
  const canTell = kind === "taught" || (kind === "reads" && outcome.kind === "failed");
  return canTell && (question.expected.sources ?? []).some((name) => read(name) === undefined);
}

function withheldOutcome(outcome: Trial["outcome"], library: LibraryNow): Trial["outcome"] {
  // why: the error of a server can quote the prompt that it was sent.
  if (outcome.kind === "failed") return { ...outcome, reason: WITHHELD };
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
