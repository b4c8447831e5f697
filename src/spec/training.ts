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
  readonly base: string;
  readonly examples: readonly TrainExample[];
  readonly rank: number;
  readonly alpha: number;
  readonly learningRate: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly maxTokens: number;
  readonly seed: number;
  /** Folder for checkpoints; a run that finds one there goes on from it. */
  readonly folder: string;
  readonly abortSignal?: AbortSignal;
};

export type Estimate = {
  readonly seconds: number;
  readonly memoryBytes: number;
  readonly costUsd: number;
  readonly notes: readonly string[];
};

export type TrainEvent =
  | { readonly kind: "step"; readonly step: number; readonly steps: number; readonly loss: number }
  | { readonly kind: "checkpoint"; readonly step: number; readonly path: string }
  | { readonly kind: "finish"; readonly adapter: Adapter };

export type Trainer = {
  readonly id: string;
  estimate(plan: TrainPlan): Promise<Estimate>;
  train(plan: TrainPlan): AsyncIterable<TrainEvent>;
};

export type Adapter = {
  readonly name: string;
  readonly path: string;
  readonly base: string;
  readonly templateHash: string;
  readonly dataHash: string;
  /** Serves only principals cleared for every source of its training rows. */
  readonly acl: Acl;
};
