// What a provider of hosted fine-tuning can be asked, in the words of all providers.
import type { ProviderTerms } from "./provider-terms.ts";

export type JobState =
  | { readonly kind: "waiting" }
  | { readonly kind: "running" }
  /** `model` is what the provider calls the tuned model. */
  | { readonly kind: "succeeded"; readonly model: string }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "cancelled" };

export type HostedJob = { readonly id: string; readonly state: JobState };

export type HostedMetric = {
  readonly step: number;
  /** Of the whole job, where the provider tells. */
  readonly steps: number | undefined;
  readonly loss: number;
};

export type HostedFile = {
  /** Unique to a run: by it, an upload whose answer was lost is found again. */
  readonly name: string;
  readonly path: string;
};

export type JobOrder = {
  /** Unique to a run: by it, a job whose answer was lost is found again. */
  readonly key: string;
  readonly uploadId: string;
  readonly base: string;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly rank: number;
  readonly alpha: number;
  readonly maxTokens: number;
  readonly seed: number;
};

export type HostedApi = {
  /** `openai`, `together` */
  readonly id: string;
  readonly terms: ProviderTerms;
  upload(file: HostedFile, signal?: AbortSignal): Promise<string>;
  findUpload(file: HostedFile, signal?: AbortSignal): Promise<string | undefined>;
  create(order: JobOrder, signal?: AbortSignal): Promise<HostedJob>;
  findJob(order: JobOrder, signal?: AbortSignal): Promise<HostedJob | undefined>;
  read(jobId: string, signal?: AbortSignal): Promise<HostedJob>;
  /** What is known of the loss, from the first step on; empty where the provider does not tell it. */
  metrics(jobId: string, signal?: AbortSignal): Promise<readonly HostedMetric[]>;
  cancel(jobId: string, signal?: AbortSignal): Promise<void>;
  /** Puts the adapter's files into the folder; absent where the weights stay with the provider. */
  download?(job: HostedJob, folder: string, signal?: AbortSignal): Promise<void>;
  /** What the provider says that it will cost. */
  estimateUsd?(order: JobOrder, signal?: AbortSignal): Promise<number>;
};
