// Questions, what came of them, and how that is scored.
import type { Principals } from "./access.ts";
import type { Answer } from "./answer.ts";
import type { ChatAdapter, ChatMessage, JsonSchema } from "./chat.ts";

export type Axis = "knowledge" | "behaviour" | "both";

/** One thing about the form of an answer that can be looked up in its text. Patterns are JavaScript's, with `flags` as there. */
export type StyleRule =
  | { readonly kind: "words"; readonly min?: number; readonly max?: number }
  | { readonly kind: "sentences"; readonly min?: number; readonly max?: number }
  | { readonly kind: "characters"; readonly min?: number; readonly max?: number }
  | { readonly kind: "starts-with" | "ends-with"; readonly text: string; readonly ignoreCase?: boolean }
  | { readonly kind: "matches" | "does-not-match"; readonly pattern: string; readonly flags?: string };

export type Expected = {
  /** Any one of them is right. */
  readonly answers?: readonly string[];
  /** Each of them has to stand in the answer. */
  readonly contains?: readonly string[];
  /** None of them may stand in the answer. */
  readonly excludes?: readonly string[];
  readonly number?: { readonly value: number; readonly tolerance: number };
  readonly json?: { readonly schema: JsonSchema; readonly fields?: Readonly<Record<string, unknown>> };
  readonly style?: readonly StyleRule[];
  /** The answer is a query; right is what gives the rows that any one of these gives, in their order where that is asked for. */
  readonly sql?: { readonly database: string; readonly queries: readonly string[]; readonly ordered?: boolean };
  readonly label?: string;
  /** Documents, by id or address, that hold the answer. */
  readonly sources?: readonly string[];
  /** Words of the documents that hold the answer. */
  readonly quotes?: readonly string[];
  /** What a judge is asked whether the answer fulfils it; without a judge it is not scored. */
  readonly criteria?: readonly string[];
  readonly unanswerable?: boolean;
};

export type Question = {
  readonly id: string;
  readonly question: string;
  /** What was said before it, oldest first. */
  readonly history?: readonly ChatMessage[];
  readonly principals: Principals;
  readonly expected: Expected;
  readonly axis: Axis;
  readonly cluster: string;
  readonly tags: readonly string[];
};

/** What an arm lays before the model besides the question. */
export type ArmContext =
  /** Nothing: a closed book. */
  | { readonly kind: "none" }
  /** What a search finds; `library` says what state of the library it searches. */
  | { readonly kind: "search"; readonly limit: number; readonly library: string }
  /** The passages that the question expects the answer in: its sources and quotes. */
  | { readonly kind: "oracle"; readonly library: string }
  /** Everything that the asker may read, where it fits. */
  | { readonly kind: "whole-library"; readonly maxTokens: number; readonly library: string };

/** One way of answering, as data: two arms that are equal but for their names give the same calls. */
export type Arm = {
  readonly name: string;
  readonly context: ArmContext;
  /** The reference of a model, or of an answerer that needs none. */
  readonly model: string;
  readonly adapter?: ChatAdapter & {
    /** Of its weights. */
    readonly hash?: string;
  };
  readonly template: { readonly name: string; readonly hash: string };
  readonly settings?: {
    readonly temperature?: number;
    readonly topP?: number;
    readonly maxTokens?: number;
    readonly seed?: number;
    readonly maxPromptTokens?: number;
    /** Who judges whether the documents suffice, and from which chance on they do. */
    readonly sufficiency?: string;
    readonly minChance?: number;
    /** Who makes questions stand alone that lean on earlier ones. */
    readonly rewrite?: string;
    readonly divide?: string;
    /** How many passages a model that found no answer is shown a second time. */
    readonly lookAgain?: number | string;
  };
  /** Everything else that an answer depends on, as a hash: the program, the settings of the model. */
  readonly version?: string;
};

/** One question through one arm, once. A failure is data and is counted. */
export type Trial = {
  readonly question: Question;
  readonly arm: string;
  readonly repeat: number;
  /** Of the attempt that counts, without waiting for turns, for busy servers and for attempts that failed. */
  readonly latencyMs?: number;
  /** Of all attempts; undefined: not known. */
  readonly costUsd?: number;
  readonly outcome:
    | { readonly kind: "answered"; readonly answer: Answer; readonly retrieved: readonly string[] }
    | { readonly kind: "failed"; readonly reason: string };
};

export type Need = keyof Expected;

/** Never NaN: what cannot be scored says so and why. */
export type Score =
  | { readonly kind: "scored"; readonly value: number; readonly detail?: string }
  | { readonly kind: "abstained" }
  | { readonly kind: "failed"; readonly reason: string };

/** What a figure counts; a share lies between 0 and 1. */
export type MetricUnit = "share" | "count" | "tokens" | "milliseconds" | "dollars";

export type ScoredTrial = { readonly trial: Trial; readonly score: Score };

/** A number about a set of trials, and how many of them it rests on; one that rests on none does not exist. */
export type Figure = { readonly name: string; readonly unit: MetricUnit; readonly value: number; readonly of: number };

export type Metric = {
  readonly name: string;
  /** At least one of them a question has to expect for the metric to have anything to say about it; none: any question will do. */
  readonly needs: readonly Need[];
  readonly unit: MetricUnit;
  readonly better: "higher" | "lower";
  /** Where what it needs may still leave it without anything to say, as JSON without expected fields does. */
  appliesTo?(question: Question): boolean;
  score(trial: Trial): Score | Promise<Score>;
  /** What only a whole set of trials has, beside the mean: macro-F1, a percentile. */
  summarize?(rows: readonly ScoredTrial[]): readonly Figure[];
};
