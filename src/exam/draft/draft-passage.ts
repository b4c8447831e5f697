// A piece of a document that a question may be drafted from.
import type { DocumentId, PassageKind } from "../../spec/document.ts";

export type DraftPassage = {
  readonly documentId: DocumentId;
  readonly title: string;
  readonly headings: readonly string[];
  readonly kind: PassageKind;
  /** What stands before its text, such as the header of a table that was cut. */
  readonly prefix: string;
  readonly text: string;
};

/** `forbidden`: its answer stands in a document that its asker may not read. */
export const DRAFT_KINDS = ["answerable", "unanswerable", "forbidden"] as const;

export type DraftKind = (typeof DRAFT_KINDS)[number];

/** What a model or a rule comes up with, before it is looked at. */
export type Proposal = {
  readonly question: string;
  readonly answer: string;
  /** Words of the passage that say so. */
  readonly quote: string;
};

/** A proposal of a rule. */
export type DraftFact = {
  /** What it is about; undefined where the question is given as it stands. */
  readonly subject?: string;
  readonly attribute?: string;
} & Proposal;
