// Starts a thread of the store.
import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";

import { type ErrorReport, SchoolbookError } from "../../../core/errors.ts";

export type Job =
  | { readonly kind: "search"; readonly path: string }
  | { readonly kind: "audit"; readonly path: string }
  | { readonly kind: "export"; readonly path: string; readonly target: string };

export type ThreadJob = Job & { readonly compileCache: string | undefined };

// why: under type stripping the entry is the source file, in the published package what it was compiled to.
const ENTRY = new URL(`./thread-entry${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/** A thread does not inherit the compile cache of its program, and without it loading takes four times as long. */
export function startThread(job: Job): Worker {
  const folder = getCompileCacheDir();
  // why: Node names the cache of its own version inside the folder that it is asked to use.
  const compileCache = folder === undefined ? undefined : dirname(folder);
  const workerData: ThreadJob = { ...job, compileCache };
  return new Worker(ENTRY, { workerData, name: `schoolbook-${job.kind}` });
}

/** An error as it came from a thread. */
export function revivedError({ code, message, hint, details }: ErrorReport): SchoolbookError {
  return new SchoolbookError(code, message, { hint, details });
}
