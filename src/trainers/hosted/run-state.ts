// What a hosted run remembers: each id is on the disk before it is used, so that a kill never leads to a second job.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";

const STATE = z.strictObject({
  provider: z.string(),
  /** Unique to this run; names its file and its job at the provider. */
  key: z.string(),
  /** Of everything that was ordered. */
  orderHash: z.string(),
  uploadId: z.string().optional(),
  /** A job may have been created; its id is not known yet. */
  isCreating: z.boolean().default(false),
  jobId: z.string().optional(),
  /** The last step that was told. */
  seenStep: z.int().default(0),
  /** Of the steps that were told. */
  losses: z.array(z.number()).default([]),
  /** The tuned model, once there is one and its adapter is here. */
  model: z.string().optional(),
});

export type RunState = z.output<typeof STATE>;

const FILE = "hosted.json";

export function readRunState(folder: string): RunState | undefined {
  const path = join(folder, FILE);
  if (!existsSync(path)) return undefined;
  try {
    return STATE.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    throw new SchoolbookError("input_invalid", `${path} cannot be read, and holds which job is this run's.`, {
      hint: "Look at the provider's own console for a job that runs; delete the folder to begin anew.",
      cause,
    });
  }
}

/** Whole and on the disk when it returns. */
export function writeRunState(folder: string, state: RunState): RunState {
  const path = join(folder, FILE);
  const file = openSync(`${path}.part`, "w");
  try {
    writeSync(file, JSON.stringify(state, undefined, 2));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.part`, path);
  return state;
}
