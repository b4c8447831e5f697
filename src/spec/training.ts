// Training runs and the adapters that come out of them.
import type { Acl } from "./access.ts";
import type { ChatMessage, ChatTool } from "./chat.ts";
import type { DocumentId } from "./document.ts";

export type TrainMessage = ChatMessage & {
  /** How much an assistant's message counts; 0: it is read and not learnt. Absent: 1. */
  readonly weight?: number;
};

/** Where a row was first read, so that it can be found again. */
export type TrainOrigin = { readonly file: string; readonly line: number };

export type TrainExample = {
  /** The assistant's messages are learnt, everything else is read. */
  readonly messages: readonly TrainMessage[];
  readonly weight: number;
  /** Inherited from the documents that it was made from. */
  readonly acl: Acl;
  /** What the assistant could call. */
  readonly tools?: readonly ChatTool[];
  /** Documents that it was made from: rows that share one are never split between training and a held-out part. */
  readonly sources?: readonly DocumentId[];
  readonly origin?: TrainOrigin;
  readonly tags?: readonly string[];
};

export type TrainPlan = {
  /** What the adapter will be called. */
  readonly name: string;
  readonly base: string;
  /** Where the base's weights lie, in the layout of the Hugging Face library. */
  readonly baseFolder: string;
  readonly examples: readonly TrainExample[];
  readonly rank: number;
  readonly alpha: number;
  readonly learningRate: number;
  readonly epochs: number;
  /** Examples per step, however few of them fit into memory at a time. */
  readonly batchSize: number;
  readonly maxTokens: number;
  readonly seed: number;
  /** Folder for checkpoints; a run that finds one there goes on from it. */
  readonly folder: string;
  /** Share of the steps in which the learning rate rises. Default: 0.05. */
  readonly warmUp?: number;
  /** Default: 0. */
  readonly weightDecay?: number;
  /** A longer gradient is shortened to this length. Default: 1. */
  readonly maxGradient?: number;
  /** Steps from checkpoint to checkpoint. Default: 10. */
  readonly checkpointSteps?: number;
  /** Default: 1. The numbers that come out do not depend on it. */
  readonly threads?: number;
  /** Rows that are measured and never learnt from; only for a trainer that measures while it trains. */
  readonly heldOut?: readonly TrainExample[];
  /** Steps from one measurement of them to the next. The adapter of the best one is kept. */
  readonly measureSteps?: number;
  /** Ends training after so many measurements in a row that were no better; without it, training runs to its end. */
  readonly patience?: number;
  /** What the base should not forget: its loss on these texts is measured before and after. */
  readonly neutralTexts?: readonly string[];
  readonly abortSignal?: AbortSignal;
};

export type Estimate = {
  readonly seconds: number;
  readonly memoryBytes: number;
  readonly costUsd: number;
  readonly notes: readonly string[];
};

export type TrainEvent =
  | {
      readonly kind: "begin";
      /** Steps that a checkpoint says are done. */
      readonly step: number;
      readonly steps: number;
      readonly tokens: number;
      /** Tokens that are learnt from. */
      readonly supervised: number;
      /** The process that computes, where it is one on this machine. */
      readonly pid?: number;
    }
  | { readonly kind: "step"; readonly step: number; readonly steps: number; readonly loss: number }
  | ({ readonly kind: "held-out"; readonly steps: number } & HeldOutLoss)
  | { readonly kind: "checkpoint"; readonly step: number; readonly path: string }
  | { readonly kind: "finish"; readonly adapter: Adapter; readonly checks: TrainChecks };

/** Mean loss per learnt token of the held-out rows after so many steps; after none it is the base's. */
export type HeldOutLoss = { readonly step: number; readonly loss: number };

/** What can be said of a new adapter without an exam. */
export type TrainChecks = {
  /** The loss of each step. */
  readonly losses: readonly number[];
  /** How far the likeliest tokens' log-probabilities moved at most: an adapter that moves none is none. Absent where the weights are not at hand. */
  readonly largestShift?: number;
  /** The curve of the held-out rows, and the step whose adapter was kept. */
  readonly heldOut?: { readonly rows: number; readonly curve: readonly HeldOutLoss[]; readonly bestStep: number };
  /** Mean loss per token on the neutral texts. */
  readonly neutral?: { readonly before: number; readonly after: number };
};

export type Trainer = {
  readonly id: string;
  estimate(plan: TrainPlan): Promise<Estimate>;
  train(plan: TrainPlan): AsyncIterable<TrainEvent>;
};

export type Adapter = {
  readonly name: string;
  /** A folder in PEFT's layout. */
  readonly path: string;
  readonly base: string;
  /** Of the base's weights; an adapter fits no others. */
  readonly baseHash: string;
  readonly templateHash: string;
  readonly dataHash: string;
  /** The lists of its training rows, each once: it serves only principals cleared for every one of them. */
  readonly acls: readonly Acl[];
};
