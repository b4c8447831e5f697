// LoRA by PyTorch, transformers and peft, in a Python process beside this one.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import { hashParts } from "../../core/hash.ts";
import { acquireLock } from "../../core/lock.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { Adapter, TrainEvent, Trainer, TrainPlan } from "../../spec/training.ts";
import { inheritedAcl } from "../inherited-acl.ts";
import { estimateRun } from "./estimate-run.ts";
import { type Sidecar, startSidecar } from "./run-sidecar.ts";
import type { SidecarFacts } from "./sidecar-messages.ts";
import { type PeftSettings, type SidecarSettings, sidecarSettings } from "./sidecar-settings.ts";
import { writeExamples } from "./write-examples.ts";

export type Checkpoint = { readonly step: number; readonly path: string };

/** What comes after a checkpoint: more steps, or the end with the adapter of the named step. */
export type CheckpointVerdict = { readonly kind: "go-on" } | { readonly kind: "stop"; readonly useStep: number };

export type PeftOptions = {
  /** An interpreter that has what trainer/requirements-*.txt name; `requirePython` finds the installed one. */
  readonly python: string;
  readonly runtime: Runtime;
  readonly settings?: PeftSettings;
  /** Told what the run is made of, before its first step. */
  readonly onFacts?: (facts: SidecarFacts) => void;
  /** Asked at each checkpoint while the run waits: the place for an exam, and for stopping on it. */
  readonly afterCheckpoint?: (checkpoint: Checkpoint) => Promise<CheckpointVerdict>;
  readonly silentMs?: number;
};

const LOCK_WAIT_MS = 1000;
const FINISHED_FILE = "finished.json";

const FINISHED = z.strictObject({ key: z.string(), templateHash: z.string() });

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
    command: `training in ${plan.folder}`,
    waitMs: LOCK_WAIT_MS,
    runtime: options.runtime,
    signal: plan.abortSignal,
    protects: { name: "this run", busy: "training_busy" },
  });
  const examples = writeExamples(plan);
  const settings = sidecarSettings({
    plan,
    settings: options.settings ?? {},
    examples: examples.path,
    waitAtCheckpoints: options.afterCheckpoint !== undefined,
  });
  const key = keyOf(settings, examples.hash);
  const before = finishedBefore(plan.folder, key);
  if (before !== undefined) {
    yield { kind: "finish", adapter: adapterOf(plan, { dataHash: examples.hash, templateHash: before }) };
    return;
  }
  await using sidecar = startSidecar({
    ...options,
    threads: settings.threads,
    signal: plan.abortSignal,
  });
  sidecar.send({ kind: "start", settings });
  const templateHash = yield* follow(sidecar, options);
  writeWhole(join(plan.folder, FINISHED_FILE), JSON.stringify({ key, templateHash }));
  yield { kind: "finish", adapter: adapterOf(plan, { dataHash: examples.hash, templateHash }) };
}

/** Passes on what happens; gives back the hash of the chat template that was learnt with. */
async function* follow(sidecar: Sidecar, options: PeftOptions): AsyncGenerator<TrainEvent, string> {
  let templateHash = "";
  for await (const message of sidecar.messages) {
    if (message.kind === "ready") {
      templateHash = message.facts.templateHash;
      options.onFacts?.(message.facts);
    }
    if (message.kind === "step") {
      const { step, steps, loss } = message;
      yield { kind: "step", step, steps, loss };
    }
    if (message.kind === "checkpoint") {
      const { step, path } = message;
      yield { kind: "checkpoint", step, path };
      const verdict = await options.afterCheckpoint?.({ step, path });
      if (verdict !== undefined) {
        sidecar.send(verdict.kind === "stop" ? { kind: "stop", use: verdict.useStep } : { kind: "go-on" });
      }
    }
  }
  return templateHash;
}

/** Of everything that shapes the adapter; where it lies does not. */
function keyOf({ folder: _folder, examples: _examples, ...shaping }: SidecarSettings, hash: string): string {
  return hashParts([JSON.stringify(shaping), hash]);
}

/** The template's hash of a run that is over; a folder with another finished run is refused. */
function finishedBefore(folder: string, key: string): string | undefined {
  const path = join(folder, FINISHED_FILE);
  if (!existsSync(path)) return undefined;
  const finished = FINISHED.parse(JSON.parse(readFileSync(path, "utf8")));
  if (finished.key === key) return finished.templateHash;
  throw new SchoolbookError("input_invalid", `${folder} holds a finished run with other settings.`, {
    hint: "Name another folder, or delete this one to begin anew.",
  });
}

function adapterOf(plan: TrainPlan, hashes: Pick<Adapter, "dataHash" | "templateHash">): Adapter {
  return {
    name: basename(plan.folder),
    path: join(plan.folder, "adapter"),
    base: plan.base,
    ...hashes,
    acl: inheritedAcl(plan.examples.map(({ acl }) => acl)),
  };
}

function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}
