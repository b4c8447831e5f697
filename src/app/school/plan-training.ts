// Says what a training would be, before a minute is spent on it: rows, tokens, steps, whom it would serve, what each trainer takes.
import { systemRuntime } from "../../core/runtime.ts";
import { type TokenCount, countTokens } from "../../school/check/count-tokens.ts";
import { estimateTrainers, type TrainerEstimate } from "../../school/check/estimate-trainers.ts";
import { prepareRows } from "../../school/check/prepare-rows.ts";
import type { ImportFormat } from "../../school/examples/import/import-examples.ts";
import { type InheritedAccess, inheritAccess } from "../../school/inherit-access.ts";
import type { TrainPlan } from "../../spec/training.ts";
import { TRAINERS } from "../../trainers/registry.ts";
import { readModelConfig } from "../../weights/model-config.ts";
import { openBaseText } from "../../weights/open-base-text.ts";
import type { OpenOptions } from "../open-project.ts";
import { baseFolder, basePlaces } from "./base-folder.ts";
import { NEUTRAL_TEXTS } from "./neutral-texts.ts";
import { sourceAccess } from "./source-access.ts";
import { findTrainer, MAX_TOKENS, type TrainRequest, type TrainSettings } from "./train-adapter.ts";
import { readTrainingRows } from "./training-rows.ts";

export type PlanRequest = Pick<TrainRequest, "file" | "base" | "acl" | "settings"> & {
  /** Only this one; without it all that there are. */
  readonly trainer?: string | undefined;
};

export type PlannedTraining = {
  readonly file: string;
  readonly format: ImportFormat;
  readonly base: string;
  readonly rows: number;
  /** Rows of the file that nobody has rated up. */
  readonly unwanted: number;
  readonly settings: TrainSettings;
  readonly steps: number;
  readonly tokens: TokenCount;
  readonly access: InheritedAccess;
  readonly estimates: readonly TrainerEstimate[];
};

/** Refused where `school train` would refuse the rows or the base; what a single trainer refuses stands with its estimate. */
export async function planTraining(request: PlanRequest, options: OpenOptions): Promise<PlannedTraining> {
  const runtime = options.runtime ?? systemRuntime();
  const { file, base, acl, settings, trainer } = request;
  const makers = trainer === undefined ? TRAINERS : [findTrainer(trainer)];
  const folder = baseFolder(base, basePlaces(options));
  await readModelConfig(folder);
  const { examples, format, unwanted } = readTrainingRows({
    file,
    acl,
    accessOf: await sourceAccess(options, runtime),
  });
  const text = await openBaseText(folder);
  const lines = examples.map(({ origin }, at) => origin?.line ?? at + 1);
  const { count } = countTokens(prepareRows(examples, lines), { base: text, maxTokens: text.contextTokens });
  const plan: TrainPlan = {
    ...settings,
    name: "plan",
    base,
    baseFolder: folder,
    examples,
    maxTokens: MAX_TOKENS,
    neutralTexts: NEUTRAL_TEXTS,
    // why: an estimate writes nothing, and a name that is no folder would show it if one did.
    folder: "",
  };
  return {
    file,
    format,
    base,
    rows: examples.length,
    unwanted: unwanted.length,
    settings,
    steps: Math.ceil(examples.length / settings.batchSize) * settings.epochs,
    tokens: count,
    access: inheritAccess(examples.map((example) => example.acl)),
    estimates: await estimateTrainers(
      makers.map((maker) => maker.create(runtime)),
      plan,
    ),
  };
}
