// Why rows failed, each reason once: forty rows that a server was not there for are one thing to mend.
import type { Failure } from "./find-failures.ts";

export type FailureReason = {
  readonly reason: string;
  readonly rows: number;
  readonly arms: readonly string[];
  /** Each once, in the order of the run. */
  readonly questions: readonly string[];
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
      questions: [...new Set(own.map(({ question }) => question))],
    }))
    .toSorted((one, other) => other.rows - one.rows);
}
