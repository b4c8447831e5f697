// Trains an adapter from a file of rows and puts it on the project's shelf, with its manifest and as GGUF.
import { readFileSync, rmSync } from "node:fs";

import { SchoolbookError } from "../../core/errors.ts";
import { sha256 } from "../../core/hash.ts";
import { systemRuntime } from "../../core/runtime.ts";
import { type ShelvedAdapter, adapterFolder, ggufOf, shelveAdapter } from "../../school/adapters/adapter-shelf.ts";
import type { SourceAccess } from "../../school/check/find-open-rows.ts";
import { leftOutText } from "../../school/examples/import/imported.ts";
import { inheritAccess } from "../../school/inherit-access.ts";
import type { Acl } from "../../spec/access.ts";
import type { OnProgress } from "../../spec/progress.ts";
import type { Estimate, TrainEvent, TrainPlan } from "../../spec/training.ts";
import { TRAINERS } from "../../trainers/registry.ts";
import { convertLoraToGguf } from "../../weights/lora/convert-lora-to-gguf.ts";
import { readModelConfig } from "../../weights/model-config.ts";
import { closestName } from "../closest-name.ts";
import { loadProject } from "../config/load-project.ts";
import type { OpenOptions } from "../open-project.ts";
import { VERSION } from "../version.ts";
import { baseFolder } from "./base-folder.ts";
import { NEUTRAL_TEXTS } from "./neutral-texts.ts";
import { readSetFile } from "./set-file.ts";
import { shelfOf } from "./shelf-of.ts";
import { sourceAccess } from "./source-access.ts";

export type { ShelvedAdapter };

export type TrainSettings = Pick<TrainPlan, "rank" | "alpha" | "learningRate" | "epochs" | "batchSize" | "seed"> & {
  readonly threads: number;
};

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
  readonly onBegin?: (estimate: Estimate, event: Extract<TrainEvent, { kind: "begin" }>) => void;
  readonly signal?: AbortSignal;
};

export async function trainAdapter(request: TrainRequest, options: OpenOptions): Promise<ShelvedAdapter> {
  const runtime = options.runtime ?? systemRuntime();
  const maker = TRAINERS.find(({ id }) => id === request.trainer) ?? unknownTrainer(request.trainer);
  const project = await loadProject({ ...options, env: runtime.env });
  const folder = adapterFolder(shelfOf(project), request.name);
  if (request.anew === true) rmSync(folder, { recursive: true, force: true });
  const { base, name, settings, signal } = request;
  const plan: TrainPlan = {
    ...settings,
    name,
    base,
    folder,
    baseFolder: baseFolder(base, options.start ?? process.cwd()),
    examples: rowsOf(request, await sourceAccess(options, runtime)),
    maxTokens: MAX_TOKENS,
    neutralTexts: NEUTRAL_TEXTS,
    ...(signal === undefined ? {} : { abortSignal: signal }),
  };
  // why: an adapter that could not be written as GGUF in the end is not worth the hours before it.
  await readModelConfig(plan.baseFolder);
  const trainer = maker.create(runtime);
  const estimate = await trainer.estimate(plan);
  const { adapter, checks } = await watch(trainer.train(plan), { ...request, estimate });
  await convertLoraToGguf({ folder: adapter.path, baseFolder: plan.baseFolder, out: ggufOf(folder), name });
  const { path: _, ...made } = adapter;
  return shelveAdapter(folder, {
    ...made,
    version: 1,
    weightsHash: sha256(readFileSync(ggufOf(folder))),
    acls: made.acls.map((acl) => [...acl]),
    checks: { ...checks, losses: [...checks.losses] },
    settings,
    trainer: maker.id,
    examples: plan.examples.length,
    madeAt: new Date(runtime.now()).toISOString(),
    madeBy: VERSION,
  });
}

/** A row that cannot be used ends it: what is trained on is what was meant. */
function rowsOf(
  { file, acl }: Pick<TrainRequest, "file" | "acl">,
  accessOf: SourceAccess | undefined,
): TrainPlan["examples"] {
  const { examples: read, leftOut } = readSetFile(file, { acl: acl ?? [] });
  // why: whatever a row says of itself, it tells what its documents say, and to no more people than may read them.
  const examples = read.map((row) => {
    const lists = (row.sources ?? []).flatMap((source) => [accessOf?.(source)].filter((one) => one !== undefined));
    return lists.length === 0 ? row : { ...row, acl: inheritAccess([row.acl, ...lists]).acl };
  });
  const broken = leftOut.find(({ row }) => row);
  if (broken !== undefined) throw wrong(leftOutText(broken), "`schoolbook school check` lists all such rows.");
  const closed = examples.filter((row) => row.acl.length === 0);
  const [first] = closed;
  if (first === undefined) return examples;
  const place = first.origin === undefined ? file : `${first.origin.file} line ${first.origin.line}`;
  const others = closed.length === 1 ? "" : `, and ${closed.length - 1} more do not`;
  const message = `${place} does not say who may see what it was made from${others}.`;
  throw wrong(message, 'Add `acl` to the rows, such as ["group:support"], or say it for all such rows with --acl.');
}

function wrong(message: string, hint: string): SchoolbookError {
  return new SchoolbookError("input_invalid", message, { hint });
}

type Watching = Pick<TrainRequest, "onProgress" | "onBegin"> & { readonly estimate: Estimate };

async function watch(events: AsyncIterable<TrainEvent>, { onProgress, onBegin, estimate }: Watching) {
  let from = 0;
  for await (const event of events) {
    if (event.kind === "begin") {
      from = event.step;
      onBegin?.(estimate, event);
    }
    if (event.kind === "step") {
      const { step: done, steps: total, loss } = event;
      onProgress?.({ stage: "training", done, total, from, unit: "steps", detail: `loss ${loss.toFixed(3)}` });
    }
    if (event.kind === "finish") return event;
  }
  throw new SchoolbookError("internal", "Training ended without an adapter.");
}

function unknownTrainer(name: string): never {
  const names = TRAINERS.map(({ id }) => id);
  const near = closestName(name, names);
  throw new SchoolbookError("input_invalid", `There is no trainer ${JSON.stringify(name)}.`, {
    hint: near === undefined ? `There is: ${names.join(", ")}.` : `Did you mean ${near}?`,
  });
}
