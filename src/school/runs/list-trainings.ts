// All trainings of a project, finished or not.
import { existsSync, readdirSync } from "node:fs";

import { SchoolbookError } from "../../core/errors.ts";
import { adapterFolder, isAdapterName, listAdapters } from "../adapters/adapter-shelf.ts";
import { readTraining, type TrainingRun } from "./training-run.ts";

/** The one that changed last comes first. */
export function listTrainings(shelf: string): readonly TrainingRun[] {
  if (!existsSync(shelf)) return [];
  const adapters = new Map(listAdapters(shelf).map((adapter) => [adapter.name, adapter]));
  return readdirSync(shelf)
    .filter(isAdapterName)
    .flatMap((name) => readTraining(adapterFolder(shelf, name), adapters.get(name)) ?? [])
    .toSorted((one, other) => (one.changedAt < other.changedAt ? 1 : -1));
}

export function findTraining(shelf: string, name: string): TrainingRun {
  const adapters = listAdapters(shelf);
  const found = readTraining(
    adapterFolder(shelf, name),
    adapters.find((adapter) => adapter.name === name),
  );
  if (found !== undefined) return found;
  throw new SchoolbookError("not_found", `There is no training ${name}.`, {
    hint: "`schoolbook school runs` shows those that there are.",
  });
}
