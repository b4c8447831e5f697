// The trainings of a project: a list for its keeper, one in detail, and one as a page.
import { join } from "node:path";

import { findTraining, listTrainings } from "../../school/runs/list-trainings.ts";
import { readTraining, type TrainingRun } from "../../school/runs/training-run.ts";
import { writeTrainingPage } from "../../school/runs/write-training-page.ts";
import { loadProject } from "../config/load-project.ts";
import { writeNewFile } from "../exam/exam-file.ts";
import type { OpenOptions } from "../open-project.ts";
import { shelfOf } from "./shelf-of.ts";

export type { TrainingRun };

export async function projectTrainings(options: OpenOptions): Promise<readonly TrainingRun[]> {
  return listTrainings(await shelf(options));
}

export async function projectTraining(name: string, options: OpenOptions): Promise<TrainingRun> {
  return findTraining(await shelf(options), name);
}

/** As it stands at this moment. */
export function writeTrainingFile(run: TrainingRun, to: string, choice: { readonly force: boolean }): void {
  writeNewFile(to, writeTrainingPage(run), choice);
}

/** Beside the log, as long as it goes on and once more when it ends: whoever has it open sees the loss fall. */
export function keepTrainingPage(folder: string): void {
  const run = readTraining(folder, undefined);
  if (run !== undefined) writeTrainingFile(run, join(folder, "training.html"), { force: true });
}

async function shelf(options: OpenOptions): Promise<string> {
  return shelfOf(await loadProject({ ...options, env: options.runtime?.env ?? process.env }));
}
