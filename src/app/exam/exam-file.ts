// Files of questions on disk: read with every mistake at once, written only where nothing is there.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { writeFailure } from "../../core/write-failure.ts";
import { mistakeText } from "../../exam/questions/raw-record.ts";
import { type ReadOptions, type ReadQuestions, readQuestions } from "../../exam/questions/read-questions.ts";

export type ExamFileOptions = ReadOptions & {
  /** As it is called in messages; default: its path. */
  readonly name?: string;
};

/** Throws `input_invalid` with all mistakes of the file: an exam with half of its questions is another exam. */
export function readExamFile(
  path: string,
  { name = path, ...options }: ExamFileOptions = {},
): Omit<ReadQuestions, "mistakes"> {
  const { mistakes, ...read } = readQuestions({ name, text: readTextFile(path) }, options);
  if (mistakes.length === 0 && read.questions.length > 0) return read;
  if (mistakes.length === 0)
    throw new SchoolbookError("input_invalid", `${name} holds no questions.`, { hint: "Write some; see `exam new`." });
  const [first] = mistakes;
  const isOne = mistakes.length === 1 && first !== undefined;
  throw new SchoolbookError("input_invalid", isOne ? mistakeText(first) : `${name} has ${mistakes.length} mistakes.`, {
    hint: "Correct them and run again: an exam with half of its questions is another exam.",
    details: { mistakes: mistakes.map((mistake) => ({ ...mistake, message: mistakeText(mistake) })) },
  });
}

export function readTextFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new SchoolbookError("not_found", `${path} cannot be read.`, { hint: "Check the path.", cause });
  }
}

type Overwriting = { readonly force: boolean };

/** Refuses a file that is there, unless it is to be written over: for before the work whose result goes into it. */
export function refuseTaken(path: string, { force }: Overwriting): void {
  if (!existsSync(path) || force) return;
  throw new SchoolbookError("input_invalid", `${path} is there already; nothing was written.`, {
    hint: "Name another file, or write over it with --force.",
  });
}

/** Refuses to write over a file unless it is told to. */
export function writeNewFile(path: string, text: string, { force }: Overwriting): void {
  refuseTaken(path, { force });
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (cause) {
    throw writeFailure(cause, { path });
  }
}
