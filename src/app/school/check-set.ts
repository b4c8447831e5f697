// Checks a file of rows against an exam, a base model and the trainers there are.
import { resolve } from "node:path";

import { type CheckOptions, checkExamples, type CheckReport } from "../../school/check/check-examples.ts";
import type { ExamQuestion } from "../../school/check/find-leaks.ts";
import type { ImportFormat } from "../../school/examples/import/import-examples.ts";
import type { Acl, Principals } from "../../spec/access.ts";
import { openBaseText } from "../../weights/open-base-text.ts";
import { readExamFile } from "../exam/exam-file.ts";
import { NANO_FOLDER } from "../models/box/write-nano.ts";
import { readSetFile } from "./set-file.ts";

export type CheckSetOptions = Pick<CheckOptions, "heldOut" | "seed" | "trainers" | "planOf" | "accessOf"> & {
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
  /** Where relative paths start. */
  readonly folder: string;
};

export type CheckSetReport = CheckReport & { readonly file: string; readonly format: ImportFormat };

export async function checkSet(options: CheckSetOptions): Promise<CheckSetReport> {
  const { file, format, allow, base, maxTokens, exam, as, folder, ...rest } = options;
  const imported = readSetFile(file, { acl: allow, format });
  const text = base === undefined ? undefined : await openBaseText(baseFolder(base, folder));
  const report = await checkExamples({
    ...rest,
    imported,
    exam: exam === undefined ? [] : questionsOf(exam, as),
    ...(text === undefined ? {} : { counting: { base: text, maxTokens: maxTokens ?? text.contextTokens } }),
  });
  return { ...report, file, format: imported.format };
}

/** Where the files of a base model lie. */
export function baseFolder(base: string, folder: string): string {
  return base === "nano" ? NANO_FOLDER : resolve(folder, base);
}

function questionsOf(exam: string, as: Principals): readonly ExamQuestion[] {
  return readExamFile(exam, { askedBy: as }).questions.map(({ id, question, expected }) => ({
    id,
    question,
    sources: expected.sources ?? [],
  }));
}
