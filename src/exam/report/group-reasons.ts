// Why rows failed, each reason once: forty rows that a server was not there for are one thing to mend.
import type { Failure } from "./find-failures.ts";

export type FailureReason = {
  readonly reason: string;
  readonly rows: number;
  readonly arms: readonly string[];
  /** Each once, in the order of the run. */
  readonly questions: readonly string[];
  /** What was asked, in the same order. */
  readonly texts: readonly string[];
};

/** The most frequent first. */
export function groupReasons(failures: readonly Failure[]): readonly FailureReason[] {
  const groups = Map.groupBy(
    failures.filter(({ kind }) => kind === "failed"),
    ({ reason }) => reason,
  );
  return [...groups]
    .map(([reason, own]) => ({
      reason,
      rows: own.length,
      arms: [...new Set(own.map(({ arm }) => arm))],
      ...questionsOf(own),
    }))
    .toSorted((one, other) => other.rows - one.rows);
}

function questionsOf(failures: readonly Failure[]): Pick<FailureReason, "questions" | "texts"> {
  const texts = new Map(failures.map(({ question, text }) => [question, text]));
  return { questions: [...texts.keys()], texts: [...texts.values()] };
}
