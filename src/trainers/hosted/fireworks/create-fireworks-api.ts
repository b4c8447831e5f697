// Fine-tuning at Fireworks: datasets and jobs are named by us, so that asking twice cannot make two.
import { openAsBlob } from "node:fs";

import { z } from "zod";

import { SchoolbookError } from "../../../core/errors.ts";
import type { Runtime } from "../../../core/runtime.ts";
import { callProvider, fetchBytes, lie, type Provider } from "../call-provider.ts";
import type { HostedApi, HostedJob, JobOrder, JobState } from "../hosted-api.ts";
import { keepAdapter } from "../keep-adapter.ts";
import type { ProviderTerms } from "../provider-terms.ts";

export type FireworksOptions = {
  readonly account: string;
  readonly key: string;
  readonly address?: string;
  readonly runtime: Runtime;
};

export const FIREWORKS_KEY = "FIREWORKS_API_KEY";

const TERMS: ProviderTerms = {
  asOf: "2026-11-21",
  ending: "What was trained there can be kept.",
  canDownload: true,
  hosting: "Serving takes an on-demand deployment, billed by the second of its processors; many adapters share one.",
};

const DATASET = z.looseObject({ name: z.string(), state: z.string() });
const JOB = z.looseObject({
  name: z.string(),
  state: z.string(),
  outputModel: z.string().nullish(),
  status: z.looseObject({ message: z.string().nullish() }).nullish(),
});
const ENDPOINT = z.looseObject({ filenameToSignedUrls: z.record(z.string(), z.string()) });

type WireJob = z.output<typeof JOB>;

const ANYTHING = z.looseObject({});
const READ_EVERY_MS = 3000;
/** Half an hour for the provider to look through the rows. */
const MOST_LOOKS = 600;

type Place = { readonly provider: Provider; readonly home: string; readonly runtime: Runtime };

export function createFireworksApi({ account, key, address, runtime }: FireworksOptions): HostedApi {
  const headers = { authorization: `Bearer ${key}` };
  const provider: Provider = { name: "Fireworks", address: address ?? "https://api.fireworks.ai/v1", headers, runtime };
  const place = { provider, home: `accounts/${encodeURIComponent(account)}`, runtime };
  return {
    id: "fireworks",
    terms: TERMS,
    ...datasetsOf(place),
    ...jobsOf(place),
    download: async ({ state }, folder, signal) => {
      if (state.kind !== "succeeded") throw new SchoolbookError("internal", "There is no adapter yet.");
      const path = `${state.model}:getDownloadEndpoint`;
      const { filenameToSignedUrls } = await callProvider(provider, { path, signal }, ENDPOINT);
      const files = new Map<string, Uint8Array>();
      for (const [name, url] of Object.entries(filenameToSignedUrls)) {
        files.set(name, await fetchBytes(provider, { path: url, signal }));
      }
      keepAdapter(provider, files, folder);
    },
  };
}

function datasetsOf({ provider, home, runtime }: Place): Pick<HostedApi, "upload" | "findUpload"> {
  return {
    upload: async ({ name, path }, signal) => {
      const datasetId = idOf(name);
      const dataset = `${home}/datasets/${datasetId}`;
      const json = { datasetId, dataset: { userUploaded: {} } };
      await unlessThere(callProvider(provider, { method: "POST", path: `${home}/datasets`, json, signal }, ANYTHING));
      const form = new FormData();
      form.append("file", await openAsBlob(path), name);
      await callProvider(provider, { method: "POST", path: `${dataset}:upload`, form, signal }, ANYTHING);
      await untilReady(provider, { path: dataset, runtime, signal });
      return datasetId;
    },
    findUpload: async ({ name }, signal) => {
      const found = await ifThere(callProvider(provider, { path: `${home}/datasets/${idOf(name)}`, signal }, DATASET));
      return found?.state === "READY" ? idOf(name) : undefined;
    },
  };
}

function jobsOf({ provider, home }: Place): Pick<HostedApi, "create" | "findJob" | "read" | "metrics" | "cancel"> {
  const pathOf = (jobId: string): string => `${home}/supervisedFineTuningJobs/${encodeURIComponent(jobId)}`;
  const read = async (jobId: string, signal?: AbortSignal): Promise<HostedJob> =>
    toJob(provider, jobId, await callProvider(provider, { path: pathOf(jobId), signal }, JOB));
  return {
    create: async (order, signal) => {
      const path = `${home}/supervisedFineTuningJobs?supervisedFineTuningJobId=${order.key}`;
      await unlessThere(callProvider(provider, { method: "POST", path, json: bodyOf(order, home), signal }, JOB));
      return read(order.key, signal);
    },
    findJob: async (order, signal) => ifThere(read(order.key, signal)),
    read,
    // why: a job tells how far it is, and no loss.
    metrics: async () => [],
    cancel: async (jobId, signal) => {
      const call = { method: "POST", path: `${pathOf(jobId)}:cancel`, json: {}, repeatable: true, signal } as const;
      await callProvider(provider, call, ANYTHING);
    },
  };
}

/** Ids there are short and without dots. */
function idOf(fileName: string): string {
  return fileName.replace(/\.jsonl$/u, "");
}

function bodyOf(order: JobOrder, home: string): object {
  return {
    displayName: order.key,
    dataset: `${home}/datasets/${order.uploadId}`,
    baseModel: order.base,
    outputModel: `${home}/models/${order.key}`,
    epochs: order.epochs,
    learningRate: order.learningRate,
    loraRank: order.rank,
    maxContextLength: order.maxTokens,
    batchSizeSamples: order.batchSize,
  };
}

/** What is there already under its name is what an answer that was lost has made. */
async function unlessThere(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof SchoolbookError) || error.details["status"] !== 409) throw error;
  }
}

async function ifThere<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof SchoolbookError && error.code === "not_found") return undefined;
    throw error;
  }
}

type Waiting = { readonly path: string; readonly runtime: Runtime; readonly signal: AbortSignal | undefined };

async function untilReady(provider: Provider, { path, runtime, signal }: Waiting): Promise<void> {
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const { state } = await callProvider(provider, { path, signal }, DATASET);
    if (state === "READY") return;
    if (state !== "UPLOADING" && state !== "STATE_UNSPECIFIED")
      throw lie(provider, `says that the dataset is ${state}`);
    await runtime.sleep(READ_EVERY_MS, signal);
  }
  throw lie(provider, "did not come to an end with looking through the rows");
}

function toJob(provider: Provider, jobId: string, job: WireJob): HostedJob {
  if (!job.name.endsWith(`/${jobId}`)) throw lie(provider, `was asked for job ${jobId} and answered with ${job.name}`);
  return { id: jobId, state: stateOf(provider, jobId, job) };
}

function stateOf(provider: Provider, jobId: string, { state, outputModel, status }: WireJob): JobState {
  const word = state.replace(/^JOB_STATE_/u, "");
  switch (word) {
    case "UNSPECIFIED":
    case "CREATING":
    case "PENDING":
    case "VALIDATING":
      return { kind: "waiting" };
    case "RUNNING":
    case "WRITING_RESULTS":
    case "CANCELLING":
    case "DELETING_CLEANING_UP":
      return { kind: "running" };
    case "COMPLETED":
    case "EARLY_STOPPED":
      if (outputModel === null || outputModel === undefined || outputModel === "") {
        throw lie(provider, `says that job ${jobId} is completed, and names no model`);
      }
      return { kind: "succeeded", model: outputModel };
    case "FAILED":
    case "FAILED_CLEANING_UP":
    case "EXPIRED":
      return { kind: "failed", reason: status?.message ?? "no reason was given" };
    case "CANCELLED":
      return { kind: "cancelled" };
    default:
      throw lie(provider, `says that job ${jobId} is "${state}", which is not known here`);
  }
}
