// What an answerer with a chat model is made of, and the settings that it has.
import type { Runtime } from "../../core/runtime.ts";
import type { Principals } from "../../spec/access.ts";
import type { AnswerRequest } from "../../spec/answer.ts";
import type { ChatAdapter, ChatModel, ChatRequest } from "../../spec/chat.ts";
import type { Retriever } from "../../spec/retriever.ts";
import type { Analyze } from "../quote/asked-words.ts";
import type { ReadDocument } from "../quote/find-quotes.ts";
import type { RewriteBy } from "./history/rewrite-question.ts";
import type { DivideBy } from "./parts/divide-question.ts";
import type { Price } from "./price.ts";
import type { AnswerTemplate } from "./prompt/read-template.ts";
import type { SourcePassage } from "./prompt/source-passage.ts";

/** All that these principals may read, or undefined when it has more tokens than that. */
export type ReadAll = (principals: Principals, maxTokens: number) => Promise<readonly SourcePassage[] | undefined>;

/** What is laid before the model in place of what a search finds. */
export type GivenPassages = {
  readonly passages: readonly SourcePassage[];
  /** `none`: a closed book, and the model is asked all the same. */
  readonly retrieval: "all-documents" | "given" | "none";
  /** All of them or no answer: with fewer it would be another question. */
  readonly mustFit?: boolean;
};

/**
 * Who judges whether the documents suffice. `reply`: the model, in its answer, and where nothing of that can be verified, the
 * signals of the search. `signals`: the signals alone, before the model is asked. `check`: the model, in the same call, as JSON.
 * `base`: the model without its adapter, in a call before; without an adapter it is `reply`.
 */
export type SufficiencyBy = "reply" | "signals" | "check" | "base";

/** `auto`: two, for models so small that they have room for less than 4,096 tokens. */
export type LookAgain = number | "auto";

export type AnsweringSettings = {
  /** How many of the best passages the model is shown at most. */
  readonly passages: number;
  /** Tokens that the prompt may have; less where the model's context is smaller. */
  readonly maxPromptTokens: number;
  readonly maxReplyTokens: number;
  /** Up to so many tokens, everything that the reader may read is shown instead of what a search finds; 0: never. */
  readonly wholeLibraryTokens: number;
  readonly sufficiency: SufficiencyBy;
  /** From which chance on the signals say that the documents answer. */
  readonly minChance: number;
  readonly rewrite: RewriteBy;
  /** Whether a question that one search does not answer is taken apart and searched for by its parts. */
  readonly divide: DivideBy;
  /** How many passages a model that found no answer in several is shown a second time; 0: it is believed at once. */
  readonly lookAgain: LookAgain;
};

export const DEFAULT_ANSWERING: AnsweringSettings = {
  passages: 5,
  maxPromptTokens: 8000,
  maxReplyTokens: 512,
  wholeLibraryTokens: 0,
  sufficiency: "reply",
  minChance: 0.5,
  rewrite: "auto",
  divide: "off",
  lookAgain: "auto",
};

export type ModelAnswering = {
  readonly model: ChatModel;
  readonly adapter?: ChatAdapter;
  readonly retriever: Retriever;
  /** The store's `document`: every quote is found again in the stored text. */
  readonly readDocument: ReadDocument;
  readonly readAll?: ReadAll;
  /** Goes before searching and before `readAll`. */
  readonly givePassages?: (request: AnswerRequest) => Promise<GivenPassages>;
  /** The analyzer that the library was indexed with. */
  readonly analyze: Analyze;
  readonly template: AnswerTemplate;
  readonly settings?: Partial<AnsweringSettings>;
  /** Without it the reply is the likeliest one. */
  readonly sampling?: Pick<ChatRequest, "temperature" | "topP" | "seed">;
  readonly price?: Price;
  readonly runtime?: Pick<Runtime, "monotonicMs">;
};
