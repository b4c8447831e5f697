// What is wrong with a question's answers, and what would mend it: one cell per question, by the table of the mission and what the library holds.
import type { Estimate } from "../../exam/statistics/interval.ts";
import type { Question } from "../../spec/exam.ts";
import type { Observation } from "./observe-trial.ts";

export const CELLS = [
  "fine", // right without any documents, or rightly refused
  "knowledge", // the open book answers it
  "retrieval", // the passage is there, was not laid before the model, and would have been read
  "behaviour", // right facts in the wrong form
  "reading", // wrong with the right passage in hand, or with others beside it
  "abstention", // answered although nothing answers it
  "missing", // no document says it
  "outdated", // the documents say something else by now, or the library does
  "forbidden", // whoever asks may not read what says it
  "unclear", // a call failed, an arm that would tell was not asked, or no source is known
] as const;
export type Cell = (typeof CELLS)[number];

export type Cause =
  /** Of retrieval. */
  | "not-found"
  | "cut" // its document was found, and no passage of it holds the whole of what was looked for
  | "other-language"
  /** Of reading. */
  | "misread"
  | "distracted" // read right alone, and wrong among other passages
  | "refused" // "I don't know", although the passage lay there
  /** Of what is unclear. */
  | "call-failed"
  | "oracle-not-asked"
  | "no-source"; // nothing says which passage would have been the right one

/** What would mend a question: a rung, or something that no rung is. */
export type Remedy = "none" | "book" | "retrieval" | "school" | "both" | "documents" | "access" | "unknown";

export const REMEDIES: Readonly<Record<Cell, Remedy>> = {
  fine: "none",
  knowledge: "book",
  retrieval: "retrieval",
  behaviour: "school",
  reading: "both",
  abstention: "both",
  missing: "documents",
  outdated: "documents",
  forbidden: "access",
  unclear: "unknown",
};

export type DiagnosedQuestion = {
  readonly question: Question;
  readonly cell: Cell;
  readonly cause?: Cause;
  readonly remedy: Remedy;
  /** Facts are right without documents: a wrong form needs school alone, and no book. */
  readonly knowsFacts: boolean;
  readonly closed?: Observation;
  readonly retrieved?: Observation;
  readonly oracle?: Observation;
};

export type CellShare = {
  readonly cell: Cell;
  readonly count: number;
  readonly share: Estimate;
  readonly causes: readonly { readonly cause: Cause; readonly count: number }[];
};

/** The most that a rung could reach, if it mended everything that it can mend: see `rungBounds`. */
export type RungBound = {
  readonly rung: "prompt" | "book" | "retrieval" | "school" | "both" | "documents";
  /** Questions that come out worse with the prompt alone and may come out better with it. */
  readonly mends: number;
  readonly atMost: Estimate;
};

export type Diagnosis = {
  readonly questions: readonly DiagnosedQuestion[];
  readonly cells: readonly CellShare[];
  readonly bounds: readonly RungBound[];
  /** Up to ten that show it best: each cell at least once, the large ones more often, no two of a cluster where that can be. */
  readonly examples: readonly DiagnosedQuestion[];
};
