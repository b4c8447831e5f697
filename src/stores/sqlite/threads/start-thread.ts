// Starts a thread of the store.
import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";

import { type ErrorReport, SchoolbookError } from "../../../core/errors.ts";
import { workerFlags } from "../../../core/worker-arguments.ts";

export type Job =
  | { readonly kind: "search"; readonly path: string }
  | { readonly kind: "audit"; readonly path: string }
  | { readonly kind: "compact"; readonly path: string }
  | { readonly kind: "export"; readonly path: string; readonly target: string };

export type ThreadJob = Job & { readonly compileCache: string | undefined };

// why: under type stripping the entry is the source file, in the published package what it was compiled to.
const isSource = import.meta.url.endsWith(".ts");
const ENTRY = new URL(`./thread-entry${isSource ? ".ts" : ".js"}`, import.meta.url);

// why: Node strips types with WebAssembly of its own, in each thread anew, and V8 crashes now and then when it compiles one
// thread's calls out of it better while another thread with the same code ends. So under type stripping it never does.
if (isSource) setFlagsFromString("--wasm-wrapper-tiering-budget=1000000000");

/** A thread does not inherit the compile cache of its program, and without it loading takes four times as long. */
export function startThread(job: Job): Worker {
  const folder = getCompileCacheDir();
  // why: Node names the cache of its own version inside the folder that it is asked to use.
  const compileCache = folder === undefined ? undefined : dirname(folder);
  const workerData: ThreadJob = { ...job, compileCache };
  return new Worker(ENTRY, { ...workerFlags(), workerData, name: `schoolbook-${job.kind}` });
}

/** An error as it came from a thread. */
export function revivedError({ code, message, hint, details }: ErrorReport): SchoolbookError {
  return new SchoolbookError(code, message, { hint, details });
}
