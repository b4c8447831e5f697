// The process that trains: takes one job, tells how it goes, and ends with its parent.
import { toSchoolbookError } from "../../../core/errors.ts";
import { systemRuntime } from "../../../core/runtime.ts";
import type { Job } from "../run/prepare-run.ts";
import { trainAdapter } from "../run/train-adapter.ts";
import type { FromTraining } from "./messages.ts";

process.on("disconnect", () => process.exit(0));
process.once("message", (job: Job) => void train(job));

async function train(job: Job): Promise<void> {
  try {
    for await (const event of trainAdapter(job, systemRuntime())) await tell({ kind: "event", event });
    process.exitCode = 0;
  } catch (error) {
    await tell({ kind: "failed", error: toSchoolbookError(error).toJSON() });
    process.exitCode = 1;
  }
  process.disconnect();
}

async function tell(message: FromTraining): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.send?.(message, undefined, {}, () => resolve());
  return promise;
}
