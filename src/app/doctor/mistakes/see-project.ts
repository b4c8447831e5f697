// What a project's folder shows of how it goes about its ladder: exams, training rows, adapters, runs, the last climb, the documents' dates.
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";

import { SchoolbookError } from "../../../core/errors.ts";
import type { Runtime } from "../../../core/runtime.ts";
import { readQuestions } from "../../../exam/questions/read-questions.ts";
import { parseLogLine } from "../../../exam/run/log-lines.ts";
import type { ClimbReport } from "../../../ladder/climb/climb-report.ts";
import { listAdapters } from "../../../school/adapters/adapter-shelf.ts";
import { importExamples } from "../../../school/examples/import/import-examples.ts";
import type { DocumentId } from "../../../spec/document.ts";
import type { Question } from "../../../spec/exam.ts";
import type { TrainExample } from "../../../spec/training.ts";
import type { LoadedProject } from "../../config/load-project.ts";
import { examFolder } from "../../exam/run-project-exam.ts";
import { latestClimb, readClimbReport } from "../../ladder/climb/write-report.ts";
import { createLibraryHandles } from "../../project/library-handles.ts";
import { shelfOf } from "../../school/shelf-of.ts";
import { readServing } from "../../serving/serving-file.ts";

export type SeenRows = { readonly file: string; readonly examples: readonly TrainExample[] };
export type SeenExam = { readonly file: string; readonly questions: readonly Question[] };

export type Seen = {
  readonly rows: readonly SeenRows[];
  readonly exams: readonly SeenExam[];
  readonly adapters: readonly { readonly name: string; readonly madeAt: number }[];
  /** When the first run of an exam was begun; undefined: there is none. */
  readonly firstRunAt: number | undefined;
  readonly modifiedAt: ReadonlyMap<DocumentId, number>;
  readonly climb: Pick<ClimbReport, "name" | "diagnosis"> | undefined;
  /** Whether what answers now was at school. */
  readonly servesAdapter: boolean;
};

export async function seeProject(project: LoadedProject, runtime: Runtime): Promise<Seen> {
  const texts = textsOf(project.folder);
  return {
    rows: texts.flatMap(({ file, text }) => rowsOf(file, text)),
    exams: texts.flatMap(({ file, text }) => examOf(file, text)),
    adapters: listAdapters(shelfOf(project)).map(({ name, madeAt }) => ({ name, madeAt: Date.parse(madeAt) })),
    firstRunAt: firstRun(join(examFolder({ settings: project }), "runs")),
    modifiedAt: await modifiedDocuments(project, runtime),
    climb: lastClimb(project),
    servesAdapter: readServing(project).current?.adapter !== undefined,
  };
}

const LARGEST_BYTES = 20_000_000;

type Text = { readonly file: string; readonly text: string };

/** Beside the configuration, where exams and rows are written. */
function textsOf(folder: string): readonly Text[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): readonly Text[] => {
    if (!entry.isFile() || !/\.(?:jsonl|ya?ml)$/u.test(entry.name)) return [];
    const path = join(folder, entry.name);
    return statSync(path).size > LARGEST_BYTES ? [] : [{ file: entry.name, text: readFileSync(path, "utf8") }];
  });
}

function rowsOf(file: string, text: string): readonly SeenRows[] {
  if (!/^\s*\{.*"messages"\s*:/u.test(text)) return [];
  return quietly(() => [{ file, examples: importExamples({ name: file, text }, { acl: [] }).examples }]) ?? [];
}

function examOf(file: string, text: string): readonly SeenExam[] {
  if (!/"?expected"?\s*:/u.test(text)) return [];
  return (
    quietly(() => [{ file, questions: readQuestions({ name: file, text }, { askedBy: ["public"] }).questions }]) ?? []
  );
}

/** By what its log says: files that were copied have other dates. */
function firstRun(folder: string): number | undefined {
  if (!existsSync(folder)) return undefined;
  const begun = readdirSync(folder).flatMap((name) => {
    const path = join(folder, name, "log.jsonl");
    if (!existsSync(path)) return [];
    const head = parseLogLine(firstLine(path));
    return head?.kind === "run" ? [head.at] : [];
  });
  return begun.length === 0 ? undefined : Math.min(...begun);
}

const HEAD_BYTES = 4096;

function firstLine(path: string): string {
  const descriptor = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(HEAD_BYTES);
    const [line = ""] = bytes.toString("utf8", 0, readSync(descriptor, bytes, 0, HEAD_BYTES, 0)).split("\n");
    return line;
  } finally {
    closeSync(descriptor);
  }
}

async function modifiedDocuments(project: LoadedProject, runtime: Runtime): Promise<Seen["modifiedAt"]> {
  await using library = createLibraryHandles(project.libraryPath, runtime);
  if (!library.exists()) return new Map();
  const manifest = await (await library.forReading()).manifest();
  return new Map([...manifest].map(([id, { modifiedAt }]) => [id, modifiedAt]));
}

function lastClimb(project: LoadedProject): Seen["climb"] {
  return quietly(() => readClimbReport({ settings: project }, latestClimb({ settings: project })));
}

/** What cannot be read is for other checks, or for the command that needs it, to tell. */
function quietly<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SchoolbookError) return undefined;
    throw error;
  }
}
