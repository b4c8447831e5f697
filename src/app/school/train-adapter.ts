// Trains an adapter from a file of rows and puts it on the project's shelf, with its manifest and as GGUF.
import { readFileSync, rmSync } from "node:fs";

import { counted } from "../../core/counted.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { sha256 } from "../../core/hash.ts";
import { ownFolder, ownTree } from "../../core/owner-only.ts";
import { type Runtime, systemRuntime } from "../../core/runtime.ts";
import type { AdapterManifest } from "../../school/adapters/adapter-manifest.ts";
import { type ShelvedAdapter, adapterFolder, ggufOf, shelveAdapter } from "../../school/adapters/adapter-shelf.ts";
import { splitExamples } from "../../school/check/split-examples.ts";
import { followTraining } from "../../school/runs/follow-training.ts";
import { readTraining, trainerOf } from "../../school/runs/training-run.ts";
import type { Acl } from "../../spec/access.ts";
import type { OnProgress } from "../../spec/progress.ts";
import type { Estimate, TrainChecks, TrainEvent, TrainPlan } from "../../spec/training.ts";
import { TRAINERS } from "../../trainers/registry.ts";
import type { TrainerMaker } from "../../trainers/trainer-maker.ts";
import { convertLoraToGguf } from "../../weights/lora/convert-lora-to-gguf.ts";
import { readModelConfig } from "../../weights/model-config.ts";
import { closestName } from "../closest-name.ts";
import { loadProject } from "../config/load-project.ts";
import type { OpenOptions } from "../open-project.ts";
import { VERSION } from "../version.ts";
import { baseFolder, basePlaces } from "./base-folder.ts";
import { NEUTRAL_TEXTS } from "./neutral-texts.ts";
import { shelfOf } from "./shelf-of.ts";
import { type LibraryAccess, libraryAccess } from "./source-access.ts";
import { readTrainingRows } from "./training-rows.ts";
import { keepTrainingPage } from "./training-runs.ts";

export type { ShelvedAdapter };

export type TrainSettings = Pick<TrainPlan, "rank" | "alpha" | "learningRate" | "epochs" | "batchSize" | "seed"> & {
  readonly threads: number;
  /** Steps between measurements of the held-out rows, the share of rows held out, and when to stop; undefined: none. */
  readonly measureSteps?: number;
  readonly heldOutShare?: number;
  readonly patience?: number;
};

/** Held out where nobody says how many. */
const HELD_OUT_SHARE = 0.1;

/** What suits a form or a style on a small model; more epochs mostly teach the rows by heart. */
export const TRAIN_DEFAULTS: TrainSettings = {
  rank: 12,
  alpha: 24,
  learningRate: 0.0006,
  epochs: 3,
  batchSize: 4,
  seed: 1,
  threads: 1,
};

/** Of one row; a base with a shorter context takes less. */
export const MAX_TOKENS = 2048;

export type TrainRequest = {
  /** Absolute. */
  readonly file: string;
  readonly name: string;
  readonly base: string;
  readonly trainer: string;
  /** For rows that do not say who may see them. */
  readonly acl?: Acl;
  readonly settings: TrainSettings;
  /** Begins anew where a run of this name was cut short or finished. */
  readonly anew?: boolean;
  readonly onProgress?: OnProgress;
  readonly onBegin?: (begun: Begun) => void;
  readonly signal?: AbortSignal;
};

export type Begun = {
  readonly estimate: Estimate;
  /** Steps that an earlier try has done. */
  readonly step: number;
  /** Rows of the file that are not meant to be learnt. */
  readonly unwanted: number;
};

export async function trainAdapter(request: TrainRequest, options: OpenOptions): Promise<ShelvedAdapter> {
  const runtime = options.runtime ?? systemRuntime();
  const maker = findTrainer(request.trainer);
  const project = await loadProject({ ...options, env: runtime.env });
  const { base, name, signal, file, acl } = request;
  const folder = adapterFolder(shelfOf(project), name);
  if (request.anew === true) clear(folder, name);
  const settings = measuringSettings(request.settings, maker);
  const { heldOutShare: _share, ...numbers } = settings;
  const access = await libraryAccess(options, runtime);
  const { examples, unwanted } = readTrainingRows({ file, acl, accessOf: access?.accessOf });
  const plan: TrainPlan = {
    ...numbers,
    name,
    base,
    folder,
    baseFolder: baseFolder(base, basePlaces(options)),
    ...partRows(examples, settings),
    maxTokens: MAX_TOKENS,
    neutralTexts: NEUTRAL_TEXTS,
    ...(signal === undefined ? {} : { abortSignal: signal }),
  };
  // why: an adapter that could not be written as GGUF in the end is not worth the hours before it.
  await readModelConfig(plan.baseFolder);
  const trainer = maker.create(runtime);
  const estimate = await trainer.estimate(plan);
  const head = { name, base, trainer: maker.id, settings, examples: examples.length };
  const events = followTraining(trainer.train(plan), { folder, head, runtime });
  for (const own of [shelfOf(project), folder]) ownFolder(own);
  const watching = { ...request, folder, runtime, estimate, unwanted: unwanted.length };
  const { adapter, checks } = await watchWithPage(events, watching);
  await convertLoraToGguf({ folder: adapter.path, baseFolder: plan.baseFolder, out: ggufOf(folder), name });
  const { path: _, ...made } = adapter;
  ownTree(folder);
  return shelveAdapter(folder, {
    ...made,
    version: 1,
    weightsHash: sha256(readFileSync(ggufOf(folder))),
    acls: made.acls.map((list) => [...list]),
    sources: documentsOf(plan.examples, access),
    checks: plainChecks(checks),
    settings,
    trainer: maker.id,
    examples: plan.examples.length,
    madeAt: new Date(runtime.now()).toISOString(),
    madeBy: VERSION,
  });
}

/** What the library does not know has no access list there that could change. */
function documentsOf(rows: TrainPlan["examples"], access: LibraryAccess | undefined): string[] {
  const ids = rows.flatMap(({ sources = [] }) => sources.map((source) => access?.idOf(source)));
  return [...new Set(ids.filter((id) => id !== undefined))].toSorted();
}

/** Whoever begins anew does not take the ground from under a training that goes on. */
function clear(folder: string, name: string): void {
  const holder = trainerOf(folder);
  if (holder !== undefined) {
    const who = `\`${holder.command}\` (process ${holder.pid})`;
    throw new SchoolbookError("training_busy", `The adapter ${name} is being trained by ${who}.`);
  }
  rmSync(folder, { recursive: true, force: true });
}

type Watching = Pick<TrainRequest, "onProgress" | "onBegin"> &
  Omit<Begun, "step"> & { readonly folder: string; readonly runtime: Runtime };

/** A page is kept up so often at most. */
const PAGE_MS = 5000;

async function watchWithPage(events: AsyncIterable<TrainEvent>, watching: Watching) {
  const { folder, runtime } = watching;
  let pageMs = Number.NEGATIVE_INFINITY;
  async function* paged(): AsyncGenerator<TrainEvent> {
    for await (const event of events) {
      const now = runtime.monotonicMs();
      if (event.kind === "checkpoint" && now - pageMs >= PAGE_MS) {
        keepTrainingPage(folder);
        pageMs = now;
      }
      yield event;
    }
  }
  try {
    return await watch(paged(), watching);
  } finally {
    keepTrainingPage(folder);
  }
}

/** Measuring is refused where a trainer would leave it out in silence. */
function measuringSettings(settings: TrainSettings, { id, measures }: TrainerMaker): TrainSettings {
  const { measureSteps, heldOutShare = HELD_OUT_SHARE } = settings;
  if (measureSteps === undefined) {
    if (settings.patience === undefined && settings.heldOutShare === undefined) return settings;
    throw wrong("Nothing is held out where nothing is measured.", "Say how often with --measure, in steps.");
  }
  if (measures === true) return { ...settings, heldOutShare };
  throw wrong(
    `The trainer ${id} does not measure held-out rows while it trains.`,
    "Leave --measure out, or train with builtin.",
  );
}

/** Rows that share a document are never parted. */
function partRows(
  rows: TrainPlan["examples"],
  { heldOutShare, seed }: TrainSettings,
): Pick<TrainPlan, "examples" | "heldOut"> {
  if (heldOutShare === undefined) return { examples: rows };
  const { train, heldOut } = splitExamples(rows, { heldOut: heldOutShare, seed });
  if (heldOut.length === 0) {
    throw wrong(
      `Of ${counted(rows.length, "row")}, none can be held out.`,
      "Hold out a larger share with --held-out, or measure nothing.",
    );
  }
  const pick = (places: readonly number[]) => places.flatMap((at) => rows[at] ?? []);
  return { examples: pick(train), heldOut: pick(heldOut) };
}

function plainChecks({ losses, heldOut, ...checks }: TrainChecks): AdapterManifest["checks"] {
  const measured = heldOut === undefined ? {} : { heldOut: { ...heldOut, curve: [...heldOut.curve] } };
  return { ...checks, losses: [...losses], ...measured };
}

async function watch(events: AsyncIterable<TrainEvent>, { folder, onProgress, onBegin, estimate, unwanted }: Watching) {
  let from = 0;
  let curve: number[] = [];
  let heldOut = "";
  for await (const event of events) {
    if (event.kind === "begin") {
      from = event.step;
      // why: who goes on sees the whole curve, what earlier tries have done included.
      curve = (readTraining(folder, undefined)?.curve ?? []).map(({ loss }) => loss);
      onBegin?.({ estimate, step: from, unwanted });
    }
    if (event.kind === "held-out") heldOut = `, held out ${event.loss.toFixed(3)} at step ${event.step}`;
    if (event.kind === "step") {
      const { step: done, steps: total, loss } = event;
      curve.push(loss);
      const detail = `loss ${loss.toFixed(3)}${heldOut}`;
      onProgress?.({ stage: "training", done, total, from, unit: "steps", detail, curve });
    }
    if (event.kind === "finish") return event;
  }
  throw new SchoolbookError("internal", "Training ended without an adapter.");
}

export function findTrainer(name: string): TrainerMaker {
  const found = TRAINERS.find(({ id }) => id === name);
  if (found !== undefined) return found;
  const names = TRAINERS.map(({ id }) => id);
  const near = closestName(name, names);
  throw new SchoolbookError("input_invalid", `There is no trainer ${JSON.stringify(name)}.`, {
    hint: near === undefined ? `There is: ${names.join(", ")}.` : `Did you mean ${near}?`,
  });
}

function wrong(message: string, hint: string): SchoolbookError {
  return new SchoolbookError("input_invalid", message, { hint });
}
