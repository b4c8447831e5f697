// What a question is answered with.
import type { Principals } from "./access.ts";
import type { ChatMessage, JsonSchema, Usage } from "./chat.ts";
import type { DocumentId, Span } from "./document.ts";

export type AnswerRequest = {
  readonly question: string;
  readonly principals: Principals;
  /** What was said before, oldest first; the question may lean on it. */
  readonly history?: readonly ChatMessage[];
  /** Asks for an answer that fits this schema, with citations beside its fields. */
  readonly json?: JsonSchema;
  /** Named the same for every try at this answer; see `ChatRequest`. */
  readonly idempotencyKey?: string;
  readonly abortSignal?: AbortSignal;
};

/** A quote that stands in the stored text at exactly this place. */
export type Citation = Span & {
  readonly documentId: DocumentId;
  readonly contentHash: string;
  readonly uri: string;
  readonly title: string;
  readonly headings: readonly string[];
  /** The page, slide, sheet or chapter, where the format has one. */
  readonly landmark?: string;
  readonly quote: string;
  /** Where in the answer's text the claim stands that it supports. */
  readonly claim: Span;
  /** The number that the answer's text shows for it; absent where marks are numbered in the order of the citations. */
  readonly mark?: number;
  /** JSON pointer of the field that it supports, in an answer by a schema. */
  readonly field?: string;
  /** Who says that the claim stands there: the model, by a mark or a quote, or a search for the claim's words. */
  readonly by?: "mark" | "quote" | "search";
};

/** A passage that the model was shown, under the number that marks refer to. */
export type ShownPassage = Span & {
  readonly number: number;
  readonly documentId: DocumentId;
  readonly contentHash: string;
  readonly uri: string;
  readonly title: string;
  readonly headings: readonly string[];
  readonly date?: string;
  /** Its score in the search; absent where all documents were shown. */
  readonly score?: number;
};

/** Why a part of an answer is not supported by what it cites. */
export type UnsupportedReason =
  | "unmarked" // it cites nothing, and nothing was found that says it
  | "invented-number" // it cites a passage that it was not shown
  | "other-values" // the passage lacks a number, name or code of it, or says another one
  | "other-words" // the passage speaks of something else
  | "altered-quote"; // what it quotes does not stand there

export type UnsupportedClaim = Span & {
  readonly reason: UnsupportedReason;
  /** JSON pointer of the field, in an answer by a schema. */
  readonly field?: string;
};

/** What the reply held and the user never sees. */
export type RemovedParts = {
  /** Marks with the number of a passage that was not shown. */
  readonly inventedNumbers: number;
  /** Marks whose passage does not hold what they were put to. */
  readonly unverifiedMarks: number;
  /** Images, links and markup that no passage holds, which would call out when shown. */
  readonly links: number;
};

/** Whether the documents suffice to answer, and who judged it. */
export type Sufficiency = {
  readonly sufficient: boolean;
  /** `signals`: the trained scorer of the search; `reply`: the model, in its answer; `check`: the model, asked for a judgement; `base`: the model without its adapter. */
  readonly by: "signals" | "reply" | "check" | "base";
  /** How likely (0 to 1) the documents answer, by the signals of the search. */
  readonly chance?: number;
};

/** What an answer that was not given would have needed. */
export type Absence = {
  readonly lookedFor: readonly string[];
  /** What the documents do not say, as far as it is known. */
  readonly missing: readonly string[];
};

/** How an answer came about. */
export type AnswerTrace = {
  /** The question that was searched for, where it is not the one that was asked. */
  readonly standAlone?: string;
  /** Parts that the question was taken apart into. */
  readonly parts?: readonly string[];
  readonly shown: readonly ShownPassage[];
  /** `given`: whoever asked chose the passages; `none`: the model was to answer from what it knows. */
  readonly retrieval: "search" | "all-documents" | "given" | "none";
  /** How many passages whoever asked may read; absent where all documents were shown. */
  readonly visible?: number;
  /** SHA-256 of the prompt's template, by which results can be told apart. */
  readonly templateHash: string;
  readonly promptTokens: { readonly total: number; readonly estimated: boolean };
};

export type Answer = {
  readonly text: string;
  readonly answered: boolean;
  readonly citations: readonly Citation[];
  readonly model: string;
  /** By its name on the project's shelf: the answer can say anything that it was trained on. */
  readonly adapter?: string;
  readonly usage: Usage;
  /** `waited` is the part of `reply` in which nothing was done: turns, busy servers, tries that failed. */
  readonly timingsMs: Readonly<Record<string, number>>;
  /** Parts of the text that no citation supports. */
  readonly unsupported?: readonly UnsupportedClaim[];
  readonly removed?: RemovedParts;
  /** True where the reply ended because it may have no more tokens, in the middle of what it was saying. */
  readonly cut?: boolean;
  readonly sufficiency?: Sufficiency;
  /** Present where nothing was answered. */
  readonly absence?: Absence;
  /** US dollars; absent where the model has no configured price. */
  readonly costUsd?: number;
  readonly trace?: AnswerTrace;
  /** The answer that fits the schema that was asked for. */
  readonly value?: unknown;
};

/** Deltas joined are the answer's text; a mark in it stands for one passage from the first delta to the last. */
export type AnswerEvent =
  | { readonly kind: "text-delta"; readonly text: string }
  /** A passage is cited for the first time. */
  | { readonly kind: "source"; readonly source: ShownPassage }
  | { readonly kind: "citation"; readonly citation: Citation }
  /** What was just said is supported by nothing. */
  | { readonly kind: "unsupported"; readonly claim: UnsupportedClaim }
  | { readonly kind: "finish"; readonly answer: Answer };

export type Answerer = {
  readonly id: string;
  answer(request: AnswerRequest): AsyncIterable<AnswerEvent>;
};
