// LoRA by PyTorch, transformers and peft, in a Python process beside this one.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import { hashParts } from "../../core/hash.ts";
import { acquireLock } from "../../core/lock.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { Adapter, TrainChecks, TrainEvent, Trainer, TrainPlan } from "../../spec/training.ts";
import { hashBase } from "../hash-base.ts";
import { aclsOf, hashExamples } from "../train-data.ts";
import { estimateRun } from "./estimate-run.ts";
import { type Sidecar, startSidecar, type Told } from "./run-sidecar.ts";
import { type PeftSettings, type SidecarSettings, sidecarSettings } from "./sidecar-settings.ts";
import { writeExamples } from "./write-examples.ts";

export type Checkpoint = { readonly step: number; readonly path: string };

/** What comes after a checkpoint: more steps, or the end with the adapter of the named step. */
export type CheckpointVerdict = { readonly kind: "go-on" } | { readonly kind: "stop"; readonly useStep: number };

export type PeftOptions = {
  /** An interpreter that has what trainer/requirements-*.txt name; asked for when a run begins. */
  readonly python: () => string;
  readonly runtime: Runtime;
  readonly settings?: PeftSettings;
  /** Asked at each checkpoint while the run waits: the place for an exam, and for stopping on it. */
  readonly afterCheckpoint?: (checkpoint: Checkpoint) => Promise<CheckpointVerdict>;
  readonly silentMs?: number;
};

const LOCK_WAIT_MS = 1000;
const FINISHED_FILE = "finished.json";

const FINISHED = z.strictObject({
  key: z.string(),
  templateHash: z.string(),
  checks: z.strictObject({
    losses: z.array(z.number()),
    largestShift: z.number(),
    neutral: z.strictObject({ before: z.number(), after: z.number() }).optional(),
  }),
});

type Finished = Omit<z.output<typeof FINISHED>, "key">;

/** A folder that holds an unfinished run of the same plan goes on from its last checkpoint; a finished one finishes at once. */
export function createPeftTrainer(options: PeftOptions): Trainer {
  return {
    id: "peft",
    estimate: async (plan) => estimateRun(plan, options.settings ?? {}),
    train: (plan) => train(plan, options),
  };
}

async function* train(plan: TrainPlan, options: PeftOptions): AsyncGenerator<TrainEvent> {
  plan.abortSignal?.throwIfAborted();
  mkdirSync(plan.folder, { recursive: true });
  using _lock = await acquireLock(join(plan.folder, "run.lock"), {
    command: `training ${plan.name}`,
    waitMs: LOCK_WAIT_MS,
    runtime: options.runtime,
    signal: plan.abortSignal,
    protects: { name: `the adapter ${plan.name}`, busy: "training_busy", being: "trained" },
  });
  const examples = writeExamples(plan);
  const settings = sidecarSettings({
    plan,
    settings: options.settings ?? {},
    examples: examples.path,
    waitAtCheckpoints: options.afterCheckpoint !== undefined,
  });
  const baseHash = await hashBase(plan.baseFolder);
  const key = keyOf(settings, [examples.hash, baseHash]);
  const before = finishedBefore(plan.folder, key);
  if (before !== undefined) {
    yield finishOf(plan, baseHash, before);
    return;
  }
  await using sidecar = startSidecar({
    python: options.python(),
    runtime: options.runtime,
    silentMs: options.silentMs,
    threads: settings.threads,
    signal: plan.abortSignal,
  });
  sidecar.send({ kind: "start", settings });
  const finished = yield* follow(sidecar, options);
  writeWhole(join(plan.folder, FINISHED_FILE), JSON.stringify({ key, ...finished }));
  yield finishOf(plan, baseHash, finished);
}

/** Passes on what happens; gives back what is known at the end. */
async function* follow(sidecar: Sidecar, options: PeftOptions): AsyncGenerator<TrainEvent, Finished> {
  let templateHash = "";
  for await (const message of sidecar.messages) {
    switch (message.kind) {
      case "ready": {
        const { step, steps, tokens, learntTokens: supervised, pid } = message.facts;
        ({ templateHash } = message.facts);
        yield { kind: "begin", step, steps, tokens, supervised, pid };
        break;
      }
      case "step": {
        const { step, steps, loss } = message;
        yield { kind: "step", step, steps, loss };
        break;
      }
      case "checkpoint": {
        const { step, path } = message;
        yield { kind: "checkpoint", step, path };
        await ask(sidecar, { step, path }, options);
        break;
      }
      case "done":
        return { templateHash, checks: checksOf(message) };
    }
  }
  throw new SchoolbookError("internal", "The trainer ended without a word.");
}

async function ask(sidecar: Sidecar, checkpoint: Checkpoint, { afterCheckpoint }: PeftOptions): Promise<void> {
  const verdict = await afterCheckpoint?.(checkpoint);
  if (verdict === undefined) return;
  sidecar.send(verdict.kind === "stop" ? { kind: "stop", use: verdict.useStep } : { kind: "go-on" });
}

function checksOf({ losses, largestShift, neutral }: Extract<Told, { kind: "done" }>): Finished["checks"] {
  return { losses, largestShift, ...(neutral === null ? {} : { neutral }) };
}

/** Of everything that shapes the adapter; where it lies does not. */
function keyOf(
  { folder: _folder, examples: _examples, base: _base, threads: _threads, ...shaping }: SidecarSettings,
  hashes: readonly string[],
): string {
  return hashParts([JSON.stringify(shaping), ...hashes]);
}

/** What is known of a run that is over; a folder with another finished run is refused. */
function finishedBefore(folder: string, key: string): Finished | undefined {
  const path = join(folder, FINISHED_FILE);
  if (!existsSync(path)) return undefined;
  const finished = FINISHED.parse(JSON.parse(readFileSync(path, "utf8")));
  if (finished.key === key) return finished;
  throw new SchoolbookError("input_invalid", `${folder} holds a finished run with other settings.`, {
    hint: "Name another folder, or delete this one to begin anew.",
  });
}

function finishOf(plan: TrainPlan, baseHash: string, { templateHash, checks }: Finished): TrainEvent {
  const adapter: Adapter = {
    name: plan.name,
    path: join(plan.folder, "adapter"),
    base: plan.base,
    baseHash,
    templateHash,
    dataHash: hashExamples(plan.examples),
    acls: aclsOf(plan.examples),
  };
  const { neutral, ...rest } = checks;
  const told: TrainChecks = neutral === undefined ? rest : { ...rest, neutral };
  return { kind: "finish", adapter, checks: told };
}

function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}
