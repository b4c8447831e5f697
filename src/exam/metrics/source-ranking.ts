// Where the expected sources stand among what was retrieved: binary relevance, each document once, as trec_eval counts.
import type { Answered } from "./score-answer.ts";

export type SourceRanking = {
  /** Places, from 1 on, at which an expected source stands. */
  readonly places: readonly number[];
  readonly expected: number;
};

/** A document counts at its first passage; others move up. */
export function sourceRanking({ retrieved, expected }: Pick<Answered, "retrieved" | "expected">): SourceRanking {
  const wanted = new Set(expected.sources);
  const documents = [...new Set(retrieved)];
  return {
    places: documents.flatMap((document, index) => (wanted.has(document) ? [index + 1] : [])),
    expected: wanted.size,
  };
}
