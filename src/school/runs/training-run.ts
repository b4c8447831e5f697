// One training as its log tells it: how far it came, how its loss fell, and whether it goes on.
import { existsSync } from "node:fs";
import { join } from "node:path";

import { type LockHolder, lockHolder } from "../../core/lock.ts";
import type { ShelvedAdapter } from "../adapters/adapter-shelf.ts";
import { type LogBegin, type LogEntry, readLog } from "./training-log.ts";

/** `stopped`: by a person, a kill or a crash of the machine; the same command goes on from the last checkpoint. */
export type TrainingState = "training" | "finished" | "stopped" | "failed";

export type TrainingStep = { readonly step: number; readonly loss: number };

export type TrainingRun = Pick<LogBegin, "name" | "base" | "trainer" | "examples" | "settings"> & {
  readonly folder: string;
  readonly state: TrainingState;
  /** Steps that are done, of so many. */
  readonly step: number;
  readonly steps: number;
  /** Where a run that was cut short goes on. */
  readonly checkpoint: number;
  readonly curve: readonly TrainingStep[];
  /** In one epoch; absent for adapters from before there were logs. */
  readonly tokens?: number;
  readonly supervised?: number;
  /** How often it was begun or taken up again. */
  readonly tries: number;
  /** Spent at work, all tries together. */
  readonly seconds: number;
  readonly startedAt: string;
  readonly changedAt: string;
  /** Why it failed. */
  readonly reason?: string;
};

/** Undefined where nothing was ever trained. */
export function readTraining(folder: string, adapter: ShelvedAdapter | undefined): TrainingRun | undefined {
  const tries = triesOf(readLog(folder));
  const [first, last] = [tries[0], tries.at(-1)];
  if (first === undefined || last === undefined) return adapter === undefined ? undefined : fromManifest(adapter);
  const { name, base, trainer, examples, settings, step, steps, tokens, supervised } = last.begin;
  const end = last.entries.findLast(({ kind }) => kind === "finish" || kind === "stop" || kind === "fail");
  const saved = last.entries.findLast((entry) => entry.kind === "checkpoint");
  const curve = end?.kind === "finish" && adapter !== undefined ? lossesOf(adapter) : curveOf(tries);
  return {
    name,
    base,
    trainer,
    examples,
    settings,
    folder,
    state: trainerOf(folder) === undefined ? stateOf(end) : "training",
    step: curve.at(-1)?.step ?? step,
    steps,
    checkpoint: saved?.step ?? step,
    curve,
    tokens,
    supervised,
    tries: tries.length,
    seconds: tries.reduce((sum, one) => sum + (endOf(one) - one.begin.at) / 1000, 0),
    startedAt: new Date(first.begin.at).toISOString(),
    changedAt: new Date(endOf(last)).toISOString(),
    ...(end?.kind === "fail" ? { reason: end.message } : {}),
  };
}

/** Who trains in this folder at this moment. */
export function trainerOf(folder: string): LockHolder | undefined {
  const lock = join(folder, "run.lock");
  return existsSync(lock) ? lockHolder(lock) : undefined;
}

type Try = { readonly begin: LogBegin; readonly entries: readonly LogEntry[] };

/** A finished run that is asked for again begins with all steps done: that is no try. */
function triesOf(log: readonly LogEntry[]): readonly Try[] {
  const tries: { begin: LogBegin; entries: LogEntry[] }[] = [];
  for (const entry of log) {
    if (entry.kind === "begin" && (tries.length === 0 || entry.step < entry.steps)) {
      tries.push({ begin: entry, entries: [] });
    } else {
      tries.at(-1)?.entries.push(entry);
    }
  }
  return tries;
}

/** What was done after the last checkpoint was done again by the next try. A trainer that outlives its kill for a moment may save steps that are in no log. */
function curveOf(tries: readonly Try[]): readonly TrainingStep[] {
  const losses = new Map<number, number>();
  for (const { begin, entries } of tries) {
    for (const step of losses.keys()) if (step > begin.step) losses.delete(step);
    for (const entry of entries) if (entry.kind === "step") losses.set(entry.step, entry.loss);
  }
  return [...losses].map(([step, loss]) => ({ step, loss }));
}

function endOf({ begin, entries }: Try): number {
  return entries.at(-1)?.at ?? begin.at;
}

function stateOf(end: LogEntry | undefined): TrainingState {
  if (end?.kind === "finish") return "finished";
  return end?.kind === "fail" ? "failed" : "stopped";
}

/** An adapter that was made before trainings were logged. */
function fromManifest(adapter: ShelvedAdapter): TrainingRun {
  const { name, base, trainer, examples, settings, folder, checks, madeAt } = adapter;
  const steps = checks.losses.length;
  return {
    name,
    base,
    trainer,
    examples,
    settings,
    folder,
    state: "finished",
    step: steps,
    steps,
    checkpoint: steps,
    curve: lossesOf(adapter),
    tries: 1,
    seconds: 0,
    startedAt: madeAt,
    changedAt: madeAt,
  };
}

/** All of them, whoever was killed in between. */
function lossesOf({ checks }: ShelvedAdapter): readonly TrainingStep[] {
  return checks.losses.map((loss, index) => ({ step: index + 1, loss }));
}
