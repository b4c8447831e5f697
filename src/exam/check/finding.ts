// What a check of questions finds: what is wrong with which of them, and what to do.

export type FindingKind =
  | "duplicate"
  | "near-duplicate"
  | "contradiction"
  | "answer-in-question"
  | "copied-wording"
  | "source-missing"
  | "source-closed"
  | "quote-missing"
  | "too-few"
  | "nothing-unanswerable";

export type Finding = {
  readonly kind: FindingKind;
  /** `error`: the question cannot measure what it is to measure. */
  readonly severity: "error" | "warning";
  /** Ids; empty where it is about all of them. */
  readonly questions: readonly string[];
  readonly message: string;
  readonly remedy: string;
};
