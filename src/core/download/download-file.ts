// Fetches one file so that it is either there, whole and checked, or not there at all; goes on where an earlier try ended.
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";

import { SchoolbookError } from "../errors.ts";
import { shortHash } from "../hash.ts";
import type { Runtime } from "../runtime.ts";
import { checkAddress } from "./addresses.ts";
import type { Question } from "./ask-server.ts";
import { type Digest, shownDigest } from "./digest.ts";
import { diskError, requireRoom } from "./disk-room.ts";
import { DOWNLOAD_LIMITS, type DownloadLimits } from "./limits.ts";
import { openPartFile, type PartFile } from "./part-file.ts";
import { createPatience } from "./patience.ts";
import type { Announced } from "./read-reply.ts";
import { receive, type ReceiveContext } from "./receive.ts";
import { withRetries } from "./retry.ts";
import { wrongFile } from "./wrong-file.ts";

export type DownloadRequest = {
  readonly address: string;
  /** The name that the file gets once it is whole. */
  readonly path: string;
  /** Where it grows until then; on the same disk. Default: the path with `.part` at its end. */
  readonly partPath?: string;
  /** What is known of the file beforehand. */
  readonly size?: number | undefined;
  readonly digest?: Digest | undefined;
  readonly userAgent?: string | undefined;
  /** Lets an address without encryption pass: one that was configured so, or of a file whose hash is known. */
  readonly allowPlain?: boolean;
  /** What the answers' headers say about the file beyond what HTTP knows. */
  readonly readAnnounced?: (told: readonly Headers[]) => Announced;
} & Pick<Question, "ownHeaders" | "explain">;

export type DownloadEvent =
  /** What an earlier try left is read again for its hash. */
  | { readonly kind: "checking"; readonly bytes: number; readonly size: number | undefined }
  | { readonly kind: "received"; readonly bytes: number; readonly size: number | undefined }
  | { readonly kind: "retry"; readonly reason: string; readonly pauseMs: number }
  /** What was pieced together from several answers is not the file; it is fetched in one piece. */
  | { readonly kind: "anew"; readonly reason: string };

export type DownloadOptions = {
  readonly runtime: Runtime;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: DownloadEvent) => void) | undefined;
  readonly limits?: Partial<DownloadLimits> | undefined;
};

export type DownloadedFile = {
  readonly bytes: number;
  readonly sha256: string;
};

/** Callers see to it, with a lock, that no two of them fetch to the same path at once. */
export async function downloadFile(request: DownloadRequest, options: DownloadOptions): Promise<DownloadedFile> {
  const { path, partPath = `${path}.part`, size, digest } = request;
  const { onEvent, signal } = options;
  const address = checkAddress(request.address, { allowPlain: request.allowPlain === true || digest !== undefined });
  const expected = { source: shortHash(request.address), size, digest };
  const onChecking = (bytes: number): void => onEvent?.({ kind: "checking", bytes, size });
  await using part = await openPartFile({ path: partPath, expected, onChecking, signal });
  if (size !== undefined) await requireRoom(dirname(partPath), size - part.bytes());
  const sha256 = await fill(part, address, { request, options });
  const bytes = part.bytes();
  await makeFolder(dirname(path));
  await part.finish(path);
  return { bytes, sha256 };
}

/** How often a file that was pieced together wrongly is begun anew. */
const MOST_ANEW = 1;

type Job = { readonly request: DownloadRequest; readonly options: DownloadOptions };

/** Returns the SHA-256 of a part that is whole and right; of a wrong one nothing is left. */
async function fill(part: PartFile, address: URL, job: Job): Promise<string> {
  try {
    return await receiveRight(part, address, job);
  } catch (error) {
    if (error instanceof SchoolbookError && error.code === "download_wrong") await part.discard();
    throw error;
  }
}

async function receiveRight(part: PartFile, address: URL, job: Job): Promise<string> {
  for (let anew = 0; ; anew++) {
    await receiveAll(part, address, job);
    const { sha256, trouble } = await check(part, address);
    if (trouble === undefined) return sha256;
    if (!part.isPatched() || anew === MOST_ANEW) throw trouble;
    job.options.onEvent?.({ kind: "anew", reason: trouble.message });
    await part.begin({ size: undefined, digest: undefined }, undefined);
  }
}

type Checked = { readonly sha256: string; readonly trouble: SchoolbookError | undefined };

async function check(part: PartFile, address: URL): Promise<Checked> {
  const { sha256, gitSha1 } = await part.hashes();
  const { digest } = part.expected();
  const hex = digest?.algorithm === "git-sha1" ? gitSha1 : sha256;
  if (digest === undefined || hex === undefined || digest.hex === hex) return { sha256, trouble: undefined };
  const what = `sent a file with ${shownDigest({ ...digest, hex })} where ${shownDigest(digest)} is wanted`;
  return { sha256, trouble: wrongFile(address, what) };
}

async function receiveAll(part: PartFile, address: URL, { request, options }: Job): Promise<void> {
  const { runtime, signal, onEvent } = options;
  const limits = { ...DOWNLOAD_LIMITS, ...options.limits };
  const { ownHeaders, explain, size, digest, path, userAgent, readAnnounced = () => ({}) } = request;
  const headers = userAgent === undefined ? {} : { "user-agent": userAgent };
  const question: Question = { address, headers, ownHeaders, explain };
  const context: Omit<ReceiveContext, "patience"> = {
    runtime,
    limits,
    signal,
    part,
    readAnnounced,
    wanted: { size, digest },
    takesPages: /\.html?$/iu.test(path),
    server: { doesRanges: true },
    onReceived: () => onEvent?.({ kind: "received", bytes: part.bytes(), size: part.expected().size }),
  };
  const attempt: Parameters<typeof withRetries<undefined>>[0] = async () => {
    using patience = createPatience(signal);
    return await receive(question, { ...context, patience });
  };
  const onRetry = (retry: { readonly reason: string; readonly pauseMs: number }): void =>
    onEvent?.({ kind: "retry", ...retry });
  await withRetries(attempt, { runtime, limits, signal, progress: part.bytes, onRetry });
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw diskError(error, path);
  }
}
