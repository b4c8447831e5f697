// Files of training rows on disk.
import { SchoolbookError } from "../../core/errors.ts";
import { type ExampleImport, importExamples, type ImportFormat } from "../../school/examples/import/import-examples.ts";
import { type Imported, leftOutText } from "../../school/examples/import/imported.ts";
import { readTextFile } from "../exam/exam-file.ts";

export type ReadSet = Imported & { readonly format: ImportFormat };

/** Rows that cannot be used are in `leftOut`; a file without any that can is an error. */
export function readSetFile(path: string, options: ExampleImport): ReadSet {
  const read = importExamples({ name: path, text: readTextFile(path) }, options);
  if (read.examples.length > 0) return read;
  const reasons = read.leftOut.slice(0, 5).map(leftOutText).join("\n");
  throw new SchoolbookError("input_invalid", `${path}: no row came in${reasons === "" ? "." : `:\n${reasons}`}`, {
    hint: "Look at what was left out; with --format the format can be said that was guessed.",
    details: { leftOut: read.leftOut, format: read.format },
  });
}
