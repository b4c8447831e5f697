// Checks a file of rows against an exam, a base model and the trainers there are.
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";

import type { Runtime } from "../../core/runtime.ts";
import { type CheckOptions, checkExamples, type CheckReport } from "../../school/check/check-examples.ts";
import type { ExamQuestion } from "../../school/check/find-leaks.ts";
import type { ImportFormat } from "../../school/examples/import/import-examples.ts";
import type { Acl, Principals } from "../../spec/access.ts";
import type { TrainExample, TrainPlan } from "../../spec/training.ts";
import { TRAINERS } from "../../trainers/registry.ts";
import { openBaseText } from "../../weights/open-base-text.ts";
import { readExamFile } from "../exam/exam-file.ts";
import { NANO_FOLDER } from "../models/box/write-nano.ts";
import { readSetFile } from "./set-file.ts";
import { MAX_TOKENS, TRAIN_DEFAULTS } from "./train-adapter.ts";

export type CheckSetOptions = Pick<CheckOptions, "heldOut" | "seed" | "accessOf"> & {
  readonly file: string;
  readonly format?: ImportFormat;
  /** For rows that do not say who may be served. */
  readonly allow: Acl;
  /** `nano`, or the folder of a base model. */
  readonly base?: string;
  readonly maxTokens?: number;
  readonly exam?: string;
  /** Who asks the questions of the exam that do not say it. */
  readonly as: Principals;
  /** Where the folder of a base may lie; the first that holds it counts. */
  readonly places: readonly string[];
  readonly runtime: Runtime;
};

export type CheckSetReport = CheckReport & { readonly file: string; readonly format: ImportFormat };

export async function checkSet(options: CheckSetOptions): Promise<CheckSetReport> {
  const { file, format, allow, base, maxTokens, exam, as, places, runtime, ...rest } = options;
  const imported = readSetFile(file, { acl: allow, format });
  const text = base === undefined ? undefined : await openBaseText(tokenizerFolder(base, places));
  const report = await checkExamples({
    ...rest,
    imported,
    exam: exam === undefined ? [] : questionsOf(exam, as),
    ...(text === undefined ? {} : { counting: { base: text, maxTokens: maxTokens ?? text.contextTokens } }),
    ...(base === undefined || text === undefined
      ? {}
      : {
          trainers: TRAINERS.map((maker) => maker.create(runtime)),
          planOf: plannedOn(base, tokenizerFolder(base, places)),
        }),
  });
  return { ...report, file, format: imported.format };
}

/** As `school train` would train on them where nothing else is said. */
function plannedOn(base: string, baseFolder: string) {
  return (examples: readonly TrainExample[]): TrainPlan => {
    const plan = { name: "check", base, baseFolder, examples, maxTokens: MAX_TOKENS, folder: tmpdir() };
    return { ...TRAIN_DEFAULTS, ...plan };
  };
}

/** Where the tokenizer of a base model lies: its weights need not be there to count what it would read. */
function tokenizerFolder(base: string, places: readonly string[]): string {
  if (base === "nano") return NANO_FOLDER;
  const folders = places.map((place) => resolve(place, base));
  return folders.find((folder) => existsSync(folder)) ?? folders[0] ?? base;
}

function questionsOf(exam: string, as: Principals): readonly ExamQuestion[] {
  return readExamFile(exam, { askedBy: as }).questions.map(({ id, question, expected }) => ({
    id,
    question,
    sources: expected.sources ?? [],
  }));
}
