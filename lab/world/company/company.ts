// What a generated company consists of: plain data, so that the same seed can be compared byte by byte.
import type { HouseStyle } from "../house-style.ts";
import type { Split } from "../names.ts";
import type { Message } from "../reading-prompt.ts";

/** Principals that may read; a reader needs any one of them. */
export type Acl = readonly string[];

/** A subject's facts, documents and questions belong to one part, so that what school learns from is never examined. */
export type Part = "school" | "exam";

export type CompanyGroup = {
  /** `group:support`. */
  readonly principal: string;
  /** `user:mira-toldan`. */
  readonly members: readonly string[];
};

export type CompanyDocument = {
  /** Path of the Markdown file in the company's folder; the document's id. */
  readonly id: string;
  readonly title: string;
  readonly acl: Acl;
  /** Day of the present version. */
  readonly date: string;
  /** The file as it stands, front matter included. */
  readonly text: string;
  /** Every version, oldest first; the last one is the present text. */
  readonly versions: readonly DocumentVersion[];
};

export type DocumentVersion = {
  readonly date: string;
  readonly text: string;
};

export type CompanyFact = {
  readonly id: string;
  /** `the Velora kettle`. */
  readonly subject: string;
  readonly attribute: string;
  readonly value: string;
  /** Accepted spellings of the value, the one in the document first. */
  readonly answers: readonly string[];
  readonly documentId: string;
  readonly passageId: string;
  /** The piece of the document's text that states it, word for word. */
  readonly sentence: string;
  /** Where the sentence begins in the version of the document in which it holds. */
  readonly offset: number;
  readonly acl: Acl;
  readonly validFrom: string;
  /** Absent while it holds. */
  readonly validTo?: string;
  readonly part: Part;
};

/** A piece of a document in the size that fits a prompt. */
export type CompanyPassage = {
  readonly id: string;
  /** Absent for decoys, which stand in no document. */
  readonly documentId?: string;
  readonly title: string;
  readonly date: string;
  readonly text: string;
  readonly acl: Acl;
  readonly factIds: readonly string[];
  readonly part: Part;
};

export const DISTRACTOR_KINDS = ["same-attribute", "same-subject", "look-alike"] as const;
export type DistractorKind = (typeof DISTRACTOR_KINDS)[number];

/** A passage that seems to answer a question and does not. */
export type Distractor = {
  readonly kind: DistractorKind;
  readonly passageId: string;
};

export type QuestionKind = "fact" | "changed" | "joint" | "chained" | "unanswerable";

export type CompanyQuestion = {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly question: string;
  /** The same question in other words. */
  readonly otherwise: readonly string[];
  /** For each value that a right reply holds, its accepted spellings; empty for a refusal. */
  readonly answers: readonly (readonly string[])[];
  readonly refuse: boolean;
  /** The plain sentence of a right reply, without citations. */
  readonly reply: string;
  /** Its parts, one for each fact and without full stop, for a citation after each. */
  readonly clauses: readonly string[];
  /** The right reply where the passages at hand do not say it. */
  readonly refusal: string;
  readonly factIds: readonly string[];
  readonly documentIds: readonly string[];
  /** Whoever asks must be cleared for each of these. */
  readonly acls: readonly Acl[];
  readonly distractors: readonly Distractor[];
  /** The answerable question that an unanswerable one resembles, and what is not documented. */
  readonly twin?: { readonly of: string; readonly missing: "attribute" | "subject" };
  readonly part: Part;
};

/** A change that has not happened yet: what to write into the document, and what is true from then on. */
export type UpcomingChange = {
  readonly id: string;
  readonly factId: string;
  readonly documentId: string;
  readonly date: string;
  readonly before: string;
  readonly after: string;
  readonly value: string;
  readonly answers: readonly string[];
};

/** A message as customers write it, and the reply as the house wants it. */
export type HouseExample = {
  readonly id: string;
  readonly messages: readonly Message[];
  readonly reply: string;
  /** Who may see the rows from which it was made. */
  readonly acls: readonly Acl[];
  readonly documentIds: readonly string[];
  readonly questionId: string;
};

export type Company = {
  readonly id: string;
  readonly name: string;
  readonly seed: string;
  readonly split: Exclude<Split, "public">;
  readonly groups: readonly CompanyGroup[];
  readonly documents: readonly CompanyDocument[];
  readonly passages: readonly CompanyPassage[];
  /** Present facts, and past ones with the day on which they ceased to hold. */
  readonly facts: readonly CompanyFact[];
  readonly questions: readonly CompanyQuestion[];
  readonly upcoming: readonly UpcomingChange[];
  /** Passages about look-alikes that stand in no document: for prompts only. */
  readonly decoys: readonly CompanyPassage[];
  readonly houseStyle: HouseStyle;
  readonly houseExamples: readonly HouseExample[];
};
