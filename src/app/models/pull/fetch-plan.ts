// Carries out a plan, under the model's lock: each file in turn, noted in the manifest as soon as it is there.
import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

import type { DownloadEvent } from "../../../core/download/download-file.ts";
import type { Retry } from "../../../core/download/retry.ts";
import type { OnProgress } from "../../../spec/progress.ts";
import { FILES, PARTS } from "../cache/model-folder.ts";
import { type ManifestFile, type ModelManifest, readManifest, writeManifest } from "../cache/model-manifest.ts";
import { fetchFile, type FetchFileOptions, hashFile } from "./fetch-file.ts";
import { type PlannedFile, presence, type PullPlan } from "./plan-pull.ts";
import { pullProgress } from "./pull-progress.ts";

export type FetchPlanOptions = Omit<FetchFileOptions, "onEvent"> & {
  readonly verify?: boolean | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly onRetry?: ((retry: Retry) => void) | undefined;
};

/** The paths of the files that were not here before. */
export async function fetchPlan(plan: PullPlan, options: FetchPlanOptions): Promise<readonly string[]> {
  const { onProgress = () => undefined, onRetry } = options;
  mkdirSync(join(plan.folder, FILES), { recursive: true });
  let manifest = beginManifest(plan, options.runtime.now());
  if (options.verify === true) manifest = await withoutDamaged(manifest, plan);
  writeManifest(plan.folder, manifest);
  // why: another process may have fetched some of them while this one waited for the lock.
  const isHere = presence(plan.folder, plan.reference.sha256);
  const missing = plan.files.filter(({ path }) => !isHere(path));
  const progress = pullProgress(plan, missing, onProgress);
  const onEvent = (event: DownloadEvent): void => {
    if (event.kind === "retry") onRetry?.(event);
    if (event.kind === "anew") onRetry?.({ reason: event.reason, pauseMs: 0 });
    progress.hear(event);
  };
  for (const file of missing) {
    progress.begin(file);
    manifest = withFile(manifest, await fetchFile(file, plan, { ...options, onEvent }));
    writeManifest(plan.folder, manifest);
  }
  dropIfEmpty(join(plan.folder, PARTS));
  return missing.map(({ path }) => path);
}

/** Parts of other files of this model stay: they are another pull's to go on with. */
function dropIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

function beginManifest({ source, folder, files, reference }: PullPlan, now: number): ModelManifest {
  const before = readManifest(folder);
  const pull = { name: reference.name, files: files.map(({ path }) => path), at: new Date(now).toISOString() };
  const others = before?.pulls.filter(({ name }) => name !== reference.name) ?? [];
  const known = new Set(before?.files.map(({ path }) => path));
  const added = files.filter(({ path }) => !known.has(path)).map(plannedEntry);
  return { version: 1, source, files: [...(before?.files ?? []), ...added], pulls: [...others, pull] };
}

function plannedEntry({ path, size, digest }: PlannedFile): ManifestFile {
  return { path, ...(size === undefined ? {} : { size }), ...(digest === undefined ? {} : { digest }) };
}

function withFile(manifest: ModelManifest, file: ManifestFile): ModelManifest {
  return { ...manifest, files: [...manifest.files.filter(({ path }) => path !== file.path), file] };
}

/** Files whose bytes are no longer what they were are deleted, so that they are fetched anew. */
async function withoutDamaged(manifest: ModelManifest, { folder, files: planned }: PullPlan): Promise<ModelManifest> {
  const wanted = new Set(planned.map(({ path }) => path));
  const files: ManifestFile[] = [];
  for (const file of manifest.files) {
    const path = join(folder, FILES, file.path);
    const size = wanted.has(file.path) ? statSync(path, { throwIfNoEntry: false })?.size : undefined;
    const isDamaged =
      size !== undefined && file.sha256 !== undefined && (await hashFile(path, size)).sha256 !== file.sha256;
    if (isDamaged) rmSync(path);
    const { sha256, ...planOnly } = file;
    files.push(isDamaged || sha256 === undefined ? planOnly : file);
  }
  return { ...manifest, files };
}
