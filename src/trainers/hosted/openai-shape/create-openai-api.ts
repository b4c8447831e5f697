// Fine-tuning jobs as OpenAI shaped them, which Azure and Nebius speak as well.
import { openAsBlob } from "node:fs";

import { z } from "zod";

import { SchoolbookError } from "../../../core/errors.ts";
import type { Runtime } from "../../../core/runtime.ts";
import { callProvider, lie, type Provider } from "../call-provider.ts";
import type { HostedApi, HostedJob, HostedMetric, JobOrder, JobState } from "../hosted-api.ts";
import { downloadAdapter } from "./download-adapter.ts";
import type { OpenAiPreset } from "./presets.ts";
import { EVENTS, FILE, FILES, JOB, JOBS, type WireEvent, type WireJob } from "./wire.ts";

export type OpenAiOptions = {
  readonly preset: OpenAiPreset;
  readonly key: string;
  /** In place of the preset's. */
  readonly address?: string;
  readonly runtime: Runtime;
};

const JOBS_PATH = "fine_tuning/jobs";
const PAGE = 100;
/** Enough for a hundred thousand steps; a list without an end is no list. */
const MOST_PAGES = 1000;

type Path = (path: string, query?: string) => string;

export function createOpenAiApi({ preset, key, address, runtime }: OpenAiOptions): HostedApi {
  const place = address ?? preset.address;
  if (place === undefined) {
    throw new SchoolbookError("config_invalid", `${preset.name} needs an address.`, {
      hint: "For Azure: https://RESOURCE.openai.azure.com/openai",
    });
  }
  const provider: Provider = { name: preset.name, address: place, headers: preset.headersOf(key), runtime };
  const at: Path = (path, query = "") => withQuery(path, preset.query, query);
  const download: HostedApi["download"] = async ({ id }, folder, signal) =>
    downloadAdapter({ provider, jobId: id, folder, signal });
  return {
    id: preset.id,
    terms: preset.terms,
    ...filesOf(provider, at),
    ...jobsOf(provider, at, preset),
    ...(preset.terms.canDownload ? { download } : {}),
  };
}

function filesOf(provider: Provider, at: Path): Pick<HostedApi, "upload" | "findUpload"> {
  return {
    upload: async ({ name, path }, signal) => {
      const form = new FormData();
      form.append("purpose", "fine-tune");
      form.append("file", await openAsBlob(path), name);
      return (await callProvider(provider, { method: "POST", path: at("files"), form, signal }, FILE)).id;
    },
    findUpload: async ({ name }, signal) => {
      const { data } = await callProvider(provider, { path: at("files", "purpose=fine-tune"), signal }, FILES);
      return data.find(({ filename }) => filename === name)?.id;
    },
  };
}

type Jobs = Pick<HostedApi, "create" | "findJob" | "read" | "metrics" | "cancel">;

function jobsOf(provider: Provider, at: Path, preset: OpenAiPreset): Jobs {
  const told = { provider, namesModel: preset.namesModel };
  const pathOf = (jobId: string, rest = ""): string => `${JOBS_PATH}/${encodeURIComponent(jobId)}${rest}`;
  return {
    create: async (order, signal) => {
      const headers = { "idempotency-key": order.key };
      const call = { method: "POST", path: at(JOBS_PATH), json: bodyOf(order, preset), headers, signal } as const;
      return toJob(told, await callProvider(provider, call, JOB));
    },
    findJob: async (order, signal) => {
      const { data } = await callProvider(provider, { path: at(JOBS_PATH, `limit=${PAGE}`), signal }, JOBS);
      const found = data.find((job) => job.training_file === order.uploadId);
      return found === undefined ? undefined : toJob(told, found);
    },
    read: async (jobId, signal) => {
      const job = await callProvider(provider, { path: at(pathOf(jobId)), signal }, JOB);
      if (job.id !== jobId) throw lie(provider, `was asked for job ${jobId} and answered with ${job.id}`);
      return toJob(told, job);
    },
    metrics: async (jobId, signal) =>
      readMetrics(async (after) => {
        const query = `limit=${PAGE}${after === "" ? "" : `&after=${encodeURIComponent(after)}`}`;
        return callProvider(provider, { path: at(pathOf(jobId, "/events"), query), signal }, EVENTS);
      }),
    cancel: async (jobId, signal) => {
      const call = { method: "POST", path: at(pathOf(jobId, "/cancel")), repeatable: true, signal } as const;
      await callProvider(provider, call, z.looseObject({}));
    },
  };
}

function withQuery(path: string, always: string, query: string): string {
  if (always === "") return query === "" ? path : `${path}?${query}`;
  return query === "" ? `${path}${always}` : `${path}${always}&${query}`;
}

function bodyOf(order: JobOrder, { takesLora }: OpenAiPreset): object {
  const hyperparameters = { n_epochs: order.epochs, batch_size: order.batchSize };
  const lora = { learning_rate: order.learningRate, lora: true, lora_r: order.rank, lora_alpha: order.alpha };
  return {
    model: order.base,
    training_file: order.uploadId,
    seed: order.seed,
    suffix: order.key.slice(-8),
    // why: OpenAI's own learning rates are multiples of one that it keeps to itself; its default is taken.
    ...(takesLora
      ? { hyperparameters: { ...hyperparameters, ...lora, context_length: order.maxTokens } }
      : { method: { type: "supervised", supervised: { hyperparameters } } }),
  };
}

type Told = { readonly provider: Provider; readonly namesModel: boolean };

function toJob(told: Told, job: WireJob): HostedJob {
  return { id: job.id, state: stateOf(told, job) };
}

function stateOf({ provider, namesModel }: Told, { id, status, fine_tuned_model: model, error }: WireJob): JobState {
  switch (status) {
    case "validating_files":
    case "pending":
    case "queued":
    case "paused":
      return { kind: "waiting" };
    case "running":
      return { kind: "running" };
    case "succeeded":
      if (model !== null && model !== undefined && model !== "") return { kind: "succeeded", model };
      if (namesModel) throw lie(provider, `says that job ${id} has succeeded, and names no model`);
      return { kind: "succeeded", model: id };
    case "failed":
      return { kind: "failed", reason: error?.message ?? "no reason was given" };
    case "cancelled":
      return { kind: "cancelled" };
    default:
      throw lie(provider, `says that job ${id} is "${status}", which is not known here`);
  }
}

type Page = z.output<typeof EVENTS>;

/** Events come newest first, a hundred at a time. */
async function readMetrics(readPage: (after: string) => Promise<Page>): Promise<readonly HostedMetric[]> {
  const found = new Map<number, HostedMetric>();
  let after = "";
  for (let count = 0; count < MOST_PAGES; count++) {
    const { data, has_more: hasMore } = await readPage(after);
    for (const metric of data.flatMap(metricOf)) found.set(metric.step, metric);
    const last = data.at(-1)?.id;
    if (hasMore !== true || last === undefined || last === after) break;
    after = last;
  }
  return [...found.values()];
}

const SAID = /\bstep (\d+)(?:\/(\d+))?.*?\bloss[ =:]+(\d+(?:\.\d+)?)/iu;

function metricOf({ message, data }: WireEvent): readonly HostedMetric[] {
  const { step, total_steps: total, train_loss: loss } = data ?? {};
  if (typeof step === "number" && typeof loss === "number") {
    return [{ step, steps: typeof total === "number" ? total : undefined, loss }];
  }
  const said = SAID.exec(message ?? "");
  if (said === null) return [];
  return [{ step: Number(said[1]), steps: said[2] === undefined ? undefined : Number(said[2]), loss: Number(said[3]) }];
}
