// One run from its first step, or from its checkpoint, to the adapter on disk.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { SchoolbookError } from "../../../core/errors.ts";
import { acquireLock } from "../../../core/lock.ts";
import { type Runtime, seededRandom } from "../../../core/runtime.ts";
import type { SharedWasmMemory } from "../../../core/web-assembly.ts";
import type { TrainChecks, TrainEvent } from "../../../spec/training.ts";
import { writeLora } from "../../../weights/lora/write-lora.ts";
import { drawAdapter, putAdapter, takeAdapter, turnAdapter } from "../adapter/adapter-values.ts";
import { type MemoryPlan, openBench, openMemory, planMemory } from "../memory/open-memory.ts";
import type { Bench } from "../model/bench.ts";
import { loadWeights } from "../model/load-weights.ts";
import { nextLogProbabilities } from "../model/row-pass.ts";
import { dealOut, rowsOfStep } from "../rows/plan-steps.ts";
import { lengthOf, rowAt, type SharedRows, shareRows, weightOf } from "../rows/shared-rows.ts";
import { readCheckpoint, saveCheckpoint } from "./checkpoint.ts";
import { type Crew, openCrew } from "./crew.ts";
import { bestStep, type HeldOutState, isDue, isPlateau, withLoss } from "./held-out.ts";
import { newOptimiserState, type OptimiserState, update } from "./optimiser.ts";
import { type Job, type PreparedRun, prepareRun } from "./prepare-run.ts";
import { rateOf } from "./schedule.ts";

/** Whoever was killed lets go of the run's folder at once; a little patience covers its last breath. */
const LOCK_WAIT_MS = 5000;

export async function* trainAdapter(job: Job, runtime: Runtime): AsyncGenerator<TrainEvent> {
  mkdirSync(job.folder, { recursive: true });
  using _lock = await acquireLock(join(job.folder, "run.lock"), {
    command: `training ${job.name}`,
    waitMs: LOCK_WAIT_MS,
    runtime,
    protects: { name: `the adapter ${job.name}`, busy: "training_busy", being: "trained" },
  });
  const run = await prepareRun(job);
  const plan = planMemory(run.memory);
  const memory = openMemory(plan);
  const bench = openBench(memory, plan, 0);
  const { places, staging } = plan;
  await loadWeights({ folder: job.baseFolder, memory: memory.buffer, kernels: bench.kernels, places, staging });
  const rows = shareRows(run.rows);
  await using crew = openCrew({ memory, options: run.memory, rows, threads: run.memory.threads });
  yield* work({ run, plan, memory, bench, rows, crew });
}

type Training = {
  readonly run: PreparedRun;
  readonly plan: MemoryPlan;
  readonly memory: SharedWasmMemory;
  readonly bench: Bench;
  readonly rows: SharedRows;
  readonly crew: Crew;
};

async function* work(training: Training): AsyncGenerator<TrainEvent> {
  const { run, plan, memory, bench } = training;
  const { settings, job, fingerprint, adapter } = run;
  const { start, count } = plan.places.parameters;
  const values = new Float32Array(memory.buffer, start, count);
  const before = await meanLoss(training, neutralRows(run), false);
  const saved = await readCheckpoint({ folder: job.folder, fingerprint });
  const { mean, square } = saved ?? newOptimiserState(count);
  if (saved === undefined)
    putAdapter(plan.places, memory.buffer, drawAdapter(plan.places, job.rank, seededRandom(job.seed)));
  else values.set(saved.values);
  turnAdapter(plan.places, memory.buffer, job.alpha / job.rank);
  const losses = [...(saved?.losses ?? [])];
  yield { kind: "begin", step: losses.length, steps: settings.steps, ...countTokens(training), pid: process.pid };
  const heldOut = yield* walk(training, { values, state: { mean, square }, losses, saved: saved?.heldOut });
  if (heldOut.best !== undefined) {
    values.set(heldOut.best);
    turnAdapter(plan.places, memory.buffer, job.alpha / job.rank);
  }
  const largestShift = shiftOf(training, bench);
  await writeLora(adapter.path, {
    rank: job.rank,
    alpha: job.alpha,
    base: job.base,
    tensors: takeAdapter(plan.places, memory.buffer, job.rank),
  });
  const after = await meanLoss(training, neutralRows(run), true);
  const neutral = before === undefined || after === undefined ? {} : { neutral: { before, after } };
  yield { kind: "finish", adapter, checks: { losses, largestShift, ...neutral, ...heldOutCheck(run, heldOut) } };
}

type Walk = {
  readonly values: Float32Array;
  readonly state: OptimiserState;
  /** Grows with each step. */
  readonly losses: number[];
  readonly saved: HeldOutState | undefined;
};

/** From where the losses end to the last step, or to where the held-out loss falls no more. */
async function* walk(
  training: Training,
  { values, state, losses, saved }: Walk,
): AsyncGenerator<TrainEvent, HeldOutState> {
  const { settings, job, fingerprint } = training.run;
  const measuring = { everySteps: job.measureSteps, patience: job.patience };
  const last = settings.steps;
  const first = losses.length;
  let heldOut = saved ?? { curve: [], best: undefined };
  // why from step 0: what does not fit into memory shows before anything is trained, and the base's own loss is known.
  for (let step = first; ; step += 1) {
    if (isDue(measuring, step, last) && step > (heldOut.curve.at(-1)?.step ?? -1)) {
      const loss = (await meanLoss(training, heldOutRows(training.run), true)) ?? Number.NaN;
      heldOut = withLoss(heldOut, { step, loss }, values);
      yield { kind: "held-out", step, steps: last, loss };
    }
    const ends = step === last || isPlateau(measuring, heldOut.curve);
    if (step > first && (ends || step % settings.checkpointSteps === 0)) {
      const path = await saveCheckpoint(
        { folder: job.folder, fingerprint },
        { step, values, ...state, losses, heldOut },
      );
      yield { kind: "checkpoint", step, path };
    }
    if (ends) return heldOut;
    const loss = await oneStep(training, { step, values, state });
    losses.push(loss);
    yield { kind: "step", step: step + 1, steps: last, loss };
  }
}

function heldOutCheck({ heldOut: rows }: PreparedRun, { curve }: HeldOutState): Pick<TrainChecks, "heldOut"> {
  const best = bestStep(curve);
  return best === undefined ? {} : { heldOut: { rows, curve, bestStep: best } };
}

type Step = { readonly step: number; readonly values: Float32Array; readonly state: OptimiserState };

async function oneStep({ run, plan, memory, rows, crew }: Training, { step, values, state }: Step): Promise<number> {
  const { job, settings, learnt } = run;
  const batch = rowsOfStep({ ...job, rows: learnt }, step);
  const weight = batch.reduce((sum, row) => sum + weightOf(rows, row), 0);
  const lanes = dealOut(batch, (row) => lengthOf(rows, row));
  const loss = (await crew.gradient(lanes, 1 / weight)) / weight;
  const length = update({
    values,
    gradient: sumLanes(plan, memory, job.alpha / job.rank),
    state,
    step: step + 1,
    learningRate: rateOf({ ...settings, learningRate: job.learningRate }, step),
    weightDecay: settings.weightDecay,
    maxGradient: settings.maxGradient,
  });
  if (!Number.isFinite(loss) || !Number.isFinite(length)) throw diverged(step + 1);
  turnAdapter(plan.places, memory.buffer, job.alpha / job.rank);
  return loss;
}

/** The kernels leave alpha / rank out of the gradient; it comes in here, once. */
function sumLanes({ places }: MemoryPlan, memory: SharedWasmMemory, scale: number): Float32Array {
  const sum = new Float32Array(places.parameters.count);
  for (const lane of places.lanes) {
    const part = new Float32Array(memory.buffer, lane, sum.length);
    for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) + (part[at] ?? 0);
  }
  for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) * scale;
  return sum;
}

function countTokens({ run }: Training): { readonly tokens: number; readonly supervised: number } {
  const learnt = run.rows.slice(0, run.learnt);
  return {
    tokens: learnt.reduce((sum, { tokens }) => sum + tokens.length, 0),
    supervised: learnt.reduce((sum, { weights }) => sum + weights.filter((weight) => weight > 0).length, 0),
  };
}

type RowRange = readonly [from: number, to: number];

const heldOutRows = ({ learnt, heldOut }: PreparedRun): RowRange => [learnt, learnt + heldOut];
const neutralRows = ({ learnt, heldOut, rows }: PreparedRun): RowRange => [learnt + heldOut, rows.length];

/** Per token that counts; undefined where there are no such rows. */
async function meanLoss({ rows, crew }: Training, [from, to]: RowRange, withAdapter: boolean) {
  if (from === to) return undefined;
  const range = Array.from({ length: to - from }, (_, at) => from + at);
  const losses = await crew.losses(range, { withAdapter });
  const weight = range.reduce((sum, row) => sum + weightOf(rows, row), 0);
  return losses.reduce((sum, loss) => sum + loss, 0) / weight;
}

/** At the first token that is learnt of the first row, where the adapter has had the most to say. */
function shiftOf({ rows }: Training, bench: Bench): number {
  const { tokens, weights } = rowAt(rows, 0);
  const first = Array.from(weights).findIndex((weight) => weight > 0);
  const prompt = Array.from(tokens).slice(0, Math.max(1, first));
  const base = nextLogProbabilities({ ...bench, slices: 0 }, prompt);
  const tuned = nextLogProbabilities(bench, prompt);
  const best = [...base.keys()].toSorted((one, other) => (base[other] ?? 0) - (base[one] ?? 0)).slice(0, SHOWN);
  const shift = Math.max(...best.map((token) => Math.abs((tuned[token] ?? 0) - (base[token] ?? 0))));
  if (shift > 0) return shift;
  throw new SchoolbookError("input_invalid", "Training changed nothing: the adapter answers exactly as its base.", {
    hint: "Raise the learning rate or the number of epochs.",
  });
}

/** Likeliest tokens that are compared. */
const SHOWN = 5;

function diverged(step: number): SchoolbookError {
  return new SchoolbookError("input_invalid", `Training went astray at step ${step}: the loss is no number any more.`, {
    hint: "Lower the learning rate and begin anew in another folder.",
  });
}
