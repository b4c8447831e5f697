// Brings the questions of other tools in as a file of ours.
import { dirname, extname, resolve } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { guessFormat, type ImportFormat, importQuestions } from "../../exam/questions/import/import-questions.ts";
import type { Imported } from "../../exam/questions/import/imported.ts";
import { formatOf } from "../../exam/questions/read-raw.ts";
import { writeQuestions } from "../../exam/questions/write-questions.ts";
import type { Principals } from "../../spec/access.ts";
import { readTextFile, writeNewFile } from "./exam-file.ts";

export type ImportExamOptions = {
  readonly from: string;
  /** A second file that the first is nothing without, such as the graders of hosted evals. */
  readonly companion?: string;
  readonly to: string;
  readonly format?: ImportFormat;
  /** Who asks: no other tool says it. */
  readonly as: Principals;
  readonly force?: boolean;
};

export type ImportExamReport = Imported & { readonly format: ImportFormat; readonly to: string };

/** Writes nothing where no question came in. Files that the first refers to are read beside it, and nowhere above. */
export function importExam({ from, companion, to, as, force = false, ...given }: ImportExamOptions): ImportExamReport {
  if (as.length === 0) {
    throw new SchoolbookError("usage", `Nobody asks: ${from} does not say for whom its questions are.`, {
      hint: "Name who asks with --as, such as --as public.",
    });
  }
  const file = { name: from, text: readTextFile(from) };
  const format = given.format ?? guessFormat(file);
  const imported = importQuestions(file, {
    format,
    principals: as,
    readFile: (path) => readBeside(from, path),
    ...(companion === undefined ? {} : { companion: { name: companion, text: readTextFile(companion) } }),
  });
  if (imported.questions.length === 0) {
    const [first] = imported.leftOut;
    throw new SchoolbookError(
      "input_invalid",
      `${from}: no question came in${first === undefined ? "." : `: line ${first.line}, ${first.reason}.`}`,
      {
        hint: "Look at what was left out; the format may be another than was guessed.",
        details: { leftOut: imported.leftOut },
      },
    );
  }
  writeNewFile(to, writeQuestions(imported.questions, formatOf({ name: to })), { force });
  return { ...imported, format, to };
}

function readBeside(from: string, path: string): string | undefined {
  const folder = resolve(dirname(from));
  const file = resolve(folder, path);
  const isBelow = file.startsWith(`${folder}/`) || file.startsWith(`${folder}\\`);
  if (!isBelow || extname(file) === "") return undefined;
  try {
    return readTextFile(file);
  } catch {
    // why: the importer says which file could not be read, and where it is named.
    return undefined;
  }
}
