// Trains at a provider: uploads, orders one job, follows it to its end, takes the adapter home where that is allowed.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { hashParts } from "../../core/hash.ts";
import { acquireLock } from "../../core/lock.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { Adapter, TrainEvent, Trainer, TrainPlan } from "../../spec/training.ts";
import { aclsOf, hashExamples } from "../train-data.ts";
import { estimateHosted } from "./estimate-hosted.ts";
import type { HostedApi, HostedJob, JobOrder } from "./hosted-api.ts";
import { isClosed, type Prices } from "./provider-terms.ts";
import { readRunState, type RunState, writeRunState } from "./run-state.ts";
import { writeTrainingFile } from "./write-training-file.ts";

export type HostedOptions = {
  readonly api: HostedApi;
  readonly runtime: Runtime;
  readonly prices?: Prices;
  /** Where the provider says what a job will cost, one that costs more is not ordered. */
  readonly maxUsd?: number;
  /** How often the job is looked at. */
  readonly pollMs?: number;
};

export type HostedTrainer = Trainer & {
  /** Ends the job of a folder at the provider; a signal only stops following it. */
  cancel(folder: string): Promise<void>;
};

const POLL_MS = 15_000;
const LOCK_WAIT_MS = 1000;

/** Killed or aborted, it takes up the job that it has ordered; what the job costs is spent all the same. */
export function createHostedTrainer(options: HostedOptions): HostedTrainer {
  const { api } = options;
  return {
    id: `hosted:${api.id}`,
    estimate: async (plan) => estimateHosted(api, { plan, prices: options.prices ?? {} }),
    train: (plan) => train(plan, options),
    cancel: async (folder) => {
      const jobId = readRunState(folder)?.jobId;
      if (jobId === undefined) throw new SchoolbookError("not_found", `${folder} holds no job at ${api.id}.`);
      await api.cancel(jobId);
    },
  };
}

type Run = {
  readonly plan: TrainPlan;
  readonly options: HostedOptions;
  readonly file: { readonly path: string; readonly hash: string };
};

async function* train(plan: TrainPlan, options: HostedOptions): AsyncGenerator<TrainEvent> {
  plan.abortSignal?.throwIfAborted();
  const { api, runtime } = options;
  mkdirSync(plan.folder, { recursive: true });
  using _lock = await acquireLock(join(plan.folder, "run.lock"), {
    command: `training ${plan.name}`,
    waitMs: LOCK_WAIT_MS,
    runtime,
    signal: plan.abortSignal,
    protects: { name: `the adapter ${plan.name}`, busy: "training_busy", being: "trained" },
  });
  const run: Run = { plan, options, file: writeTrainingFile(plan) };
  let state = beginOrTakeUp(run);
  if (state.model !== undefined) {
    yield finishOf(run, state.model, state.losses);
    return;
  }
  if (state.jobId === undefined && isClosed(api.terms, runtime.now())) throw closed(api);
  state = await order(run, state);
  const job = yield* follow(run, state);
  if (job.state.kind !== "succeeded") throw ended(api, job);
  if (api.download !== undefined) await api.download(job, join(plan.folder, "adapter"), plan.abortSignal);
  const { model } = job.state;
  const { losses } = writeRunState(plan.folder, { ...(readRunState(plan.folder) ?? state), model });
  yield finishOf(run, model, losses);
}

function beginOrTakeUp({ plan, options, file }: Run): RunState {
  const { base, rank, alpha, learningRate, epochs, batchSize, maxTokens, seed, folder } = plan;
  const numbers = [rank, alpha, learningRate, epochs, batchSize, maxTokens, seed];
  const orderHash = hashParts([options.api.id, base, file.hash, ...numbers.map(String)]);
  const before = readRunState(folder);
  if (before === undefined) {
    const key = `schoolbook-${hashParts([orderHash, options.runtime.newId()]).slice(0, 16)}`;
    return writeRunState(folder, {
      provider: options.api.id,
      key,
      orderHash,
      isCreating: false,
      seenStep: 0,
      losses: [],
    });
  }
  if (before.orderHash === orderHash) return before;
  throw new SchoolbookError(
    "input_invalid",
    `${folder} holds a run at ${before.provider} with other settings or examples.`,
    {
      hint: "Name another folder, or delete this one to begin anew.",
    },
  );
}

/** One upload and one job, however often it is tried. */
async function order({ plan, options, file }: Run, begun: RunState): Promise<RunState> {
  const { api } = options;
  const { folder, abortSignal } = plan;
  let state = begun;
  if (state.jobId !== undefined) return state;
  if (state.uploadId === undefined) {
    const upload = { name: `${state.key}.jsonl`, path: file.path };
    const uploadId = (await api.findUpload(upload, abortSignal)) ?? (await api.upload(upload, abortSignal));
    state = writeRunState(folder, { ...state, uploadId });
  }
  const wanted = orderOf(plan, { key: state.key, uploadId: state.uploadId ?? "" });
  const lost = state.isCreating ? await api.findJob(wanted, abortSignal) : undefined;
  if (lost === undefined) await refuseTooDear(options, wanted, abortSignal);
  state = writeRunState(folder, { ...state, isCreating: true });
  const job = lost ?? (await createOnce(api, wanted, abortSignal));
  return writeRunState(folder, { ...state, jobId: job.id, isCreating: false });
}

async function refuseTooDear({ api, maxUsd }: HostedOptions, wanted: JobOrder, signal?: AbortSignal): Promise<void> {
  if (maxUsd === undefined) return;
  const price = await api.estimateUsd?.(wanted, signal);
  if (price === undefined || price <= maxUsd) return;
  throw new SchoolbookError("input_invalid", `${api.id} asks ${price} USD for this job, and ${maxUsd} are allowed.`, {
    hint: "Allow more, or train fewer examples or epochs.",
  });
}

/** An answer that was lost may have been a job that was created. */
async function createOnce(api: HostedApi, wanted: JobOrder, signal: AbortSignal | undefined): Promise<HostedJob> {
  try {
    return await api.create(wanted, signal);
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof SchoolbookError) || error.details["unsure"] !== true) throw error;
    const found = await api.findJob(wanted, signal);
    if (found === undefined) throw error;
    return found;
  }
}

function orderOf(plan: TrainPlan, { key, uploadId }: Pick<JobOrder, "key" | "uploadId">): JobOrder {
  const { base, rank, alpha, learningRate, epochs, batchSize, maxTokens, seed } = plan;
  return { key, uploadId, base, rank, alpha, learningRate, epochs, batchSize, maxTokens, seed };
}

async function* follow({ plan, options }: Run, begun: RunState): AsyncGenerator<TrainEvent, HostedJob> {
  const { api, runtime, pollMs = POLL_MS } = options;
  const { folder, abortSignal } = plan;
  const { jobId = "" } = begun;
  let state = begun;
  for (;;) {
    const job = await api.read(jobId, abortSignal);
    const metrics = (await api.metrics(jobId, abortSignal)).filter(({ step }) => step > state.seenStep);
    for (const { step, steps, loss } of metrics.toSorted((a, b) => a.step - b.step)) {
      if (step <= state.seenStep) continue;
      state = writeRunState(folder, { ...state, seenStep: step, losses: [...state.losses, loss] });
      yield { kind: "step", step, steps: Math.max(step, steps ?? step), loss };
    }
    if (job.state.kind !== "waiting" && job.state.kind !== "running") return job;
    await runtime.sleep(pollMs, abortSignal);
    abortSignal?.throwIfAborted();
  }
}

function finishOf({ plan, options }: Run, model: string, losses: readonly number[]): TrainEvent {
  const path = join(plan.folder, "adapter");
  const isHere = existsSync(path);
  const adapter: Adapter = {
    name: plan.name,
    path: isHere ? path : `${options.api.id}:${model}`,
    base: plan.base,
    // why: which weights and which template the provider takes is not told.
    baseHash: `${options.api.id}:${plan.base}`,
    templateHash: `${options.api.id}:${plan.base}`,
    dataHash: hashExamples(plan.examples),
    acls: aclsOf(plan.examples),
  };
  return { kind: "finish", adapter, checks: { losses } };
}

function closed({ id, terms }: HostedApi): SchoolbookError {
  return new SchoolbookError("input_invalid", `${id} takes no fine-tuning jobs any more since ${terms.closesOn}.`, {
    hint: "Train on open weights with the `peft` trainer, or at another provider.",
  });
}

function ended({ id }: HostedApi, { id: jobId, state }: HostedJob): SchoolbookError {
  if (state.kind === "cancelled") {
    return new SchoolbookError("cancelled", `The job ${jobId} was cancelled at ${id}.`, {
      hint: "Delete the run's folder to order another job.",
    });
  }
  const reason = state.kind === "failed" ? state.reason : "no reason was given";
  return new SchoolbookError("engine_failed", `The job ${jobId} failed at ${id}: ${reason}.`, {
    hint: "Mend what the provider names, then delete the run's folder to order another job.",
  });
}
