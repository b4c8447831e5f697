// Runs a long task on a library in a thread of its own, so that everything else goes on meanwhile.
import type { Worker } from "node:worker_threads";

import { type ErrorReport, SchoolbookError } from "../../../core/errors.ts";
import type { AuditReport } from "../../../spec/store.ts";
import { type Job, revivedError, startThread } from "../threads/start-thread.ts";

export type Task = Exclude<Job, { readonly kind: "search" }>;

export type TaskReply = {
  readonly report?: AuditReport;
  readonly error?: ErrorReport;
};

export async function runAudit(path: string, signal?: AbortSignal): Promise<AuditReport> {
  const { report } = await runTask({ kind: "audit", path }, signal);
  if (report === undefined) throw new SchoolbookError("internal", `The audit of ${path} gave no report.`);
  return report;
}

export async function runExport(path: string, target: string): Promise<void> {
  await runTask({ kind: "export", path, target });
}

/** Writes the whole file anew, without what older deletions left in it. */
export async function runCompact(path: string): Promise<void> {
  await runTask({ kind: "compact", path });
}

async function runTask(task: Task, signal?: AbortSignal): Promise<TaskReply> {
  signal?.throwIfAborted();
  const worker = startThread(task);
  const stop = (): void => void worker.terminate();
  signal?.addEventListener("abort", stop);
  try {
    return await replyOf(worker, task, signal);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

async function replyOf(worker: Worker, { kind, path }: Task, signal: AbortSignal | undefined): Promise<TaskReply> {
  return new Promise((resolve, reject) => {
    let cause: unknown;
    worker.on("error", (error) => (cause = error));
    worker.on("message", (reply: TaskReply) => {
      if (reply.error === undefined) resolve(reply);
      else reject(revivedError(reply.error));
    });
    worker.on("exit", (code) => {
      const stopped = new SchoolbookError("cancelled", `The ${kind} of ${path} was stopped.`);
      const failed = new SchoolbookError("internal", `The ${kind} of ${path} ended with exit code ${code}.`, { cause });
      reject(signal?.aborted === true ? stopped : failed);
    });
  });
}
