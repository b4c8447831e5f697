// Fetches a model into the user's cache: planned first, then file by file, each either there and checked or not there at all.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { requireRoom } from "../../core/download/disk-room.ts";
import type { DownloadLimits } from "../../core/download/limits.ts";
import type { Retry } from "../../core/download/retry.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { LockHolder } from "../../core/lock.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { OnProgress } from "../../spec/progress.ts";
import { VERSION } from "../version.ts";
import { type CachedModel, requireCachedModels } from "./cache/find-cached-model.ts";
import { lockModel, modelsFolder, PARTS } from "./cache/model-folder.ts";
import { readManifest } from "./cache/model-manifest.ts";
import { parsePullReference } from "./cache/pull-reference.ts";
import type { Choice } from "./pull/choose-files.ts";
import { partName } from "./pull/fetch-file.ts";
import { fetchPlan } from "./pull/fetch-plan.ts";
import { type HubSettings, hubSettings } from "./pull/hub-settings.ts";
import { planPull, type PullPlan } from "./pull/plan-pull.ts";

export type PullOptions = {
  readonly runtime: Runtime;
  /** Where models are kept. Default: the user's own folder. */
  readonly models?: string | undefined;
  /** Default: Hugging Face, or where HF_ENDPOINT says. */
  readonly hub?: HubSettings | undefined;
  readonly offline?: boolean | undefined;
  /** Files that are here already are hashed again, and fetched anew where they are damaged. */
  readonly verify?: boolean | undefined;
  readonly choice?: Choice | undefined;
  /** Asked before anything is fetched; false stops. */
  readonly confirm?: ((plan: PullPlan) => Promise<boolean>) | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly onRetry?: ((retry: Retry) => void) | undefined;
  /** Called when another process is at the same model and this one waits for it. */
  readonly onWait?: ((holder: LockHolder | undefined) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly limits?: Partial<DownloadLimits> | undefined;
};

export type PulledModel = CachedModel & {
  /** Files that were not here before. */
  readonly fetched: readonly string[];
};

/** Fetches what is not here yet of `hf:org/name:file`, `hf:org/name` or an address; resolves to where it lies. */
export async function pullModel(reference: string, options: PullOptions): Promise<PulledModel> {
  const { runtime, onWait, signal, offline = false } = options;
  const parsed = parsePullReference(reference);
  const models = options.models ?? modelsFolder(runtime.env);
  if (offline) return { ...requireOne(reference, models), fetched: [] };
  const hub = options.hub ?? hubSettings(runtime.env, undefined);
  const call = { ...options, hub, models, userAgent: `schoolbook/${VERSION}` };
  const plan = await planPull(parsed, call);
  // why: a cache that several users share may be one that this one cannot write to.
  if (isNoted(plan) && options.verify !== true) return { ...requireOne(reference, models), fetched: [] };
  mkdirSync(models, { recursive: true });
  await requireRoom(models, bytesToFetch(plan));
  if (plan.files.some(({ isHere }) => !isHere) && (await options.confirm?.(plan)) === false) throw notWanted(plan);
  using _lock = await lockModel(models, parsed, {
    command: `models pull ${plan.reference.name}`,
    runtime,
    waitMs: Number.POSITIVE_INFINITY,
    onWait,
    signal,
  });
  const fetched = await fetchPlan(plan, call);
  return { ...requireOne(reference, models), fetched };
}

/** Whether this very pull is noted, and all its files are there. */
function isNoted({ folder, files, reference }: PullPlan): boolean {
  const pull = readManifest(folder)?.pulls.find(({ name }) => name === reference.name);
  return pull?.files.length === files.length && files.every(({ path, isHere }) => isHere && pull.files.includes(path));
}

function requireOne(reference: string, models: string): CachedModel {
  const [model] = requireCachedModels([reference], models);
  if (model === undefined) throw new SchoolbookError("internal", `${reference} was fetched and is not there.`);
  return model;
}

/** What is still to come of the files whose size is known. */
export function bytesToFetch({ files, folder }: PullPlan): number {
  const open = files.filter(({ isHere }) => !isHere);
  return open.reduce((sum, { path, size = 0 }) => {
    const half = statSync(join(folder, PARTS, partName(path)), { throwIfNoEntry: false })?.size ?? 0;
    return sum + Math.max(0, size - half);
  }, 0);
}

function notWanted({ reference }: PullPlan): SchoolbookError {
  return new SchoolbookError("cancelled", `${reference.name} was not pulled.`, { hint: "Nothing was fetched." });
}
