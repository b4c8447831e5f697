// What a question is answered with.
import type { Principals } from "./access.ts";
import type { ChatMessage, Usage } from "./chat.ts";
import type { DocumentId, Span } from "./document.ts";

export type AnswerRequest = {
  readonly question: string;
  readonly principals: Principals;
  readonly history?: readonly ChatMessage[];
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
};

export type Answer = {
  readonly text: string;
  readonly answered: boolean;
  readonly citations: readonly Citation[];
  readonly model: string;
  readonly usage: Usage;
  readonly timingsMs: Readonly<Record<string, number>>;
};

export type AnswerEvent =
  | { readonly kind: "text-delta"; readonly text: string }
  | { readonly kind: "citation"; readonly citation: Citation }
  | { readonly kind: "finish"; readonly answer: Answer };

export type Answerer = {
  readonly id: string;
  answer(request: AnswerRequest): AsyncIterable<AnswerEvent>;
};
