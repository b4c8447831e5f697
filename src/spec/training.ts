// Training runs and the adapters that come out of them.
import type { Acl } from "./access.ts";
import type { ChatMessage } from "./chat.ts";

export type TrainExample = {
  readonly messages: readonly ChatMessage[];
  readonly weight: number;
  /** Inherited from the documents that it was made from. */
  readonly acl: Acl;
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
