// Gets one planned file: from another version of the same model where that has it, else from its source.
import { createReadStream, linkSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { createFileHasher, type Digest } from "../../../core/download/digest.ts";
import { downloadFile, type DownloadEvent } from "../../../core/download/download-file.ts";
import type { DownloadLimits } from "../../../core/download/limits.ts";
import { shortHash } from "../../../core/hash.ts";
import type { Runtime } from "../../../core/runtime.ts";
import { FILES, PARTS } from "../cache/model-folder.ts";
import { type ManifestFile, readManifest } from "../cache/model-manifest.ts";
import { hubQuestion, readAnnounced } from "./hub-question.ts";
import type { HubSettings } from "./hub-settings.ts";
import type { PlannedFile, PullPlan } from "./plan-pull.ts";

export type FetchFileOptions = {
  readonly runtime: Runtime;
  readonly hub: HubSettings;
  readonly userAgent: string;
  readonly limits?: Partial<DownloadLimits> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: DownloadEvent) => void) | undefined;
};

/** The file's entry for the manifest, and how many bytes of it came over the network just now. */
export async function fetchFile(file: PlannedFile, plan: PullPlan, options: FetchFileOptions): Promise<ManifestFile> {
  const path = join(plan.folder, FILES, file.path);
  mkdirSync(dirname(path), { recursive: true });
  const known = (await adopt(file, path)) ?? linkFromOther(file, path, plan.folder);
  const entry = { path: file.path, ...(file.digest === undefined ? {} : { digest: file.digest }) };
  if (known !== undefined) return { ...entry, ...known };
  const { bytes, sha256 } = await download(file, path, { plan, options });
  return { ...entry, size: bytes, sha256 };
}

type Known = { readonly size: number; readonly sha256: string };

/** A file that stands under its final name without being noted: a kill came in between. It counts if its hash is right. */
async function adopt({ digest, size }: PlannedFile, path: string): Promise<Known | undefined> {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined || digest === undefined || (size !== undefined && there.size !== size)) return undefined;
  const hashes = await hashFile(path, there.size);
  const hex = digest.algorithm === "sha256" ? hashes.sha256 : hashes.gitSha1;
  return hex === digest.hex ? { size: there.size, sha256: hashes.sha256 } : undefined;
}

export async function hashFile(
  path: string,
  size: number,
): Promise<{ readonly sha256: string; readonly gitSha1: string | undefined }> {
  const hasher = createFileHasher(size);
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hasher.update(asBytes(chunk));
  return hasher.finish();
}

function asBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError("a stream of bytes gave something else");
}

/** A new version of a repository seldom changes its large files; they are shared on the disk instead of fetched again. */
function linkFromOther({ digest }: PlannedFile, path: string, folder: string): Known | undefined {
  if (digest?.algorithm !== "sha256") return undefined;
  for (const sibling of readdirSync(dirname(folder))) {
    const other = join(dirname(folder), sibling);
    const same = other === folder ? undefined : sameFile(other, digest);
    if (same !== undefined && link(join(other, FILES, same.path), path, same.size)) return same;
  }
  return undefined;
}

function sameFile(folder: string, { hex }: Digest): (Known & { readonly path: string }) | undefined {
  const found = readManifest(folder)?.files.find(({ sha256, size }) => sha256 === hex && size !== undefined);
  if (found?.size === undefined || found.sha256 === undefined) return undefined;
  return { path: found.path, size: found.size, sha256: found.sha256 };
}

function link(from: string, to: string, size: number): boolean {
  try {
    if (statSync(from).size !== size) return false;
    linkSync(from, to);
    return true;
  } catch {
    // why: not every file system can share files; then it is fetched.
    return false;
  }
}

type Download = { readonly plan: PullPlan; readonly options: FetchFileOptions };

async function download(
  file: PlannedFile,
  path: string,
  { plan, options }: Download,
): Promise<{ bytes: number; sha256: string }> {
  const { hub, userAgent, runtime, limits, signal, onEvent } = options;
  const { reference } = plan;
  const partPath = join(plan.folder, PARTS, partName(file.path));
  const common = { address: file.address, path, partPath, size: file.size, digest: file.digest, userAgent };
  const job = { runtime, limits, signal, onEvent };
  if (reference.kind === "web") return downloadFile(common, job);
  const { ownHeaders, explain } = hubQuestion(file.address, reference, { hub, userAgent });
  return downloadFile({ ...common, allowPlain: true, ownHeaders, explain, readAnnounced }, job);
}

/** Flat and unlike the name of any other file of the model, whatever those are called. */
export function partName(path: string): string {
  return `${basename(path).slice(0, 60)}.${shortHash(path).slice(0, 12)}.part`;
}
