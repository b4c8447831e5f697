// Fine-tuning at Together: its own shape, LoRA by default, adapters that can be taken home.
import { openAsBlob } from "node:fs";

import { z } from "zod";

import type { Runtime } from "../../../core/runtime.ts";
import { callProvider, fetchBytes, lie, type Provider } from "../call-provider.ts";
import type { HostedApi, HostedJob, JobOrder, JobState } from "../hosted-api.ts";
import { keepAdapter } from "../keep-adapter.ts";
import type { ProviderTerms } from "../provider-terms.ts";
import { unpackArchive } from "./unpack-archive.ts";

export type TogetherOptions = { readonly key: string; readonly address?: string; readonly runtime: Runtime };

export const TOGETHER_KEY = "TOGETHER_API_KEY";

const TERMS: ProviderTerms = {
  asOf: "2026-11-21",
  ending: "What was trained there can be kept.",
  canDownload: true,
  hosting: "Serving takes a dedicated endpoint, billed by the minute, used or not.",
};

const FILE = z.looseObject({ id: z.string().min(1), filename: z.string().nullish() });
const FILES = z.looseObject({ data: z.array(FILE) });
const JOB = z.looseObject({
  id: z.string().min(1),
  status: z.string(),
  model_output_name: z.string().nullish(),
  training_file: z.string().nullish(),
});
const JOBS = z.looseObject({ data: z.array(JOB) });
const PRICE = z.looseObject({ estimated_total_price: z.number().nonnegative() });
const EVENTS = z.looseObject({
  data: z.array(z.looseObject({ type: z.string(), message: z.string().nullish() })),
});

type WireJob = z.output<typeof JOB>;

export function createTogetherApi({
  key,
  address = "https://api.together.ai/v1",
  runtime,
}: TogetherOptions): HostedApi {
  const provider: Provider = { name: "Together", address, headers: { authorization: `Bearer ${key}` }, runtime };
  return {
    id: "together",
    terms: TERMS,
    ...filesOf(provider),
    ...jobsOf(provider),
    download: async (job, folder, signal) => {
      const path = `finetune/download?ft_id=${encodeURIComponent(job.id)}&checkpoint=adapter`;
      const archive = await fetchBytes(provider, { path, headers: { accept: "application/octet-stream" }, signal });
      keepAdapter(provider, await unpackArchive(provider, archive), folder);
    },
    estimateUsd: async (order, signal) => {
      const path = "fine-tunes/estimate-price";
      const call = { method: "POST", path, json: bodyOf(order), repeatable: true, signal } as const;
      return (await callProvider(provider, call, PRICE)).estimated_total_price;
    },
  };
}

function filesOf(provider: Provider): Pick<HostedApi, "upload" | "findUpload"> {
  return {
    upload: async ({ name, path }, signal) => {
      const form = new FormData();
      form.append("purpose", "fine-tune");
      form.append("file_name", name);
      form.append("file_type", "jsonl");
      form.append("file", await openAsBlob(path), name);
      return (await callProvider(provider, { method: "POST", path: "files/upload", form, signal }, FILE)).id;
    },
    findUpload: async ({ name }, signal) => {
      const { data } = await callProvider(provider, { path: "files", signal }, FILES);
      return data.find(({ filename }) => filename === name)?.id;
    },
  };
}

function jobsOf(provider: Provider): Pick<HostedApi, "create" | "findJob" | "read" | "metrics" | "cancel"> {
  const pathOf = (jobId: string, rest = ""): string => `fine-tunes/${encodeURIComponent(jobId)}${rest}`;
  return {
    create: async (order, signal) => {
      const call = { method: "POST", path: "fine-tunes", json: bodyOf(order), signal } as const;
      return toJob(provider, await callProvider(provider, call, JOB));
    },
    findJob: async (order, signal) => {
      const { data } = await callProvider(provider, { path: "fine-tunes", signal }, JOBS);
      const found = data.find((job) => job.training_file === order.uploadId);
      return found === undefined ? undefined : toJob(provider, found);
    },
    read: async (jobId, signal) => {
      const job = await callProvider(provider, { path: pathOf(jobId), signal }, JOB);
      if (job.id !== jobId) throw lie(provider, `was asked for job ${jobId} and answered with ${job.id}`);
      if (job.status !== "error") return toJob(provider, job);
      const { data } = await callProvider(provider, { path: pathOf(jobId, "/events"), signal }, EVENTS);
      const reason = data.findLast(({ type }) => type === "job_error")?.message ?? "no reason was given";
      return { id: jobId, state: { kind: "failed", reason } };
    },
    // why: its events count steps and tell no loss.
    metrics: async () => [],
    cancel: async (jobId, signal) => {
      const call = { method: "POST", path: pathOf(jobId, "/cancel"), repeatable: true, signal } as const;
      await callProvider(provider, call, z.looseObject({}));
    },
  };
}

function bodyOf(order: JobOrder): object {
  return {
    model: order.base,
    training_file: order.uploadId,
    n_epochs: order.epochs,
    batch_size: order.batchSize,
    learning_rate: order.learningRate,
    suffix: order.key.slice(-8),
    training_method: { method: "sft", train_on_inputs: false },
    training_type: { type: "Lora", lora_r: order.rank, lora_alpha: order.alpha, lora_trainable_modules: "all-linear" },
  };
}

function toJob(provider: Provider, job: WireJob): HostedJob {
  return { id: job.id, state: stateOf(provider, job) };
}

function stateOf(provider: Provider, { id, status, model_output_name: model }: WireJob): JobState {
  switch (status) {
    case "pending":
    case "queued":
      return { kind: "waiting" };
    case "running":
    case "compressing":
    case "uploading":
    case "cancel_requested":
      return { kind: "running" };
    case "completed":
      if (model === null || model === undefined || model === "") {
        throw lie(provider, `says that job ${id} is completed, and names no model`);
      }
      return { kind: "succeeded", model };
    case "error":
      return { kind: "failed", reason: "no reason was given" };
    case "cancelled":
      return { kind: "cancelled" };
    default:
      throw lie(provider, `says that job ${id} is "${status}", which is not known here`);
  }
}
