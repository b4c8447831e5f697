// Brings rows of other tools in as one file of ours.
import { SchoolbookError } from "../../core/errors.ts";
import {
  exportExamples,
  type ExportFormat,
  exportFormatOf,
  type Loss,
} from "../../school/examples/export/export-examples.ts";
import type { ImportFormat } from "../../school/examples/import/import-examples.ts";
import type { LeftOut } from "../../school/examples/import/imported.ts";
import type { Acl } from "../../spec/access.ts";
import { writeNewFile } from "../exam/exam-file.ts";
import { readSetFile } from "./set-file.ts";

export type ImportSetOptions = {
  readonly from: readonly string[];
  readonly to: string;
  readonly format?: ImportFormat;
  /** Who may be served by what is learnt from rows that do not say it. Undefined: only rows that say it come in. */
  readonly allow: Acl | undefined;
  readonly force?: boolean;
};

export type ImportSetReport = {
  readonly to: string;
  readonly rows: number;
  readonly files: readonly { readonly file: string; readonly format: ImportFormat; readonly rows: number }[];
  readonly leftOut: readonly LeftOut[];
  readonly notes: readonly string[];
};

/** No access list is made up: where neither a row nor the caller says who may be served, nothing is written. */
export function importSet({ from, to, format, allow, force = false }: ImportSetOptions): ImportSetReport {
  const sets = from.map((file) => ({ file, ...readSetFile(file, { acl: allow ?? [], format }) }));
  const examples = sets.flatMap((set) => set.examples);
  const unsaid = examples.filter(({ acl }) => acl.length === 0);
  if (allow === undefined && unsaid.length > 0) {
    throw new SchoolbookError(
      "usage",
      `${unsaid.length} rows do not say who may be served by what is learnt from them.`,
      {
        hint: "Say it with --allow, such as --allow public or --allow group:support.",
      },
    );
  }
  const target = exportFormatOf(to);
  writeNewFile(to, exportExamples(examples, target).text, { force });
  return {
    to,
    rows: examples.length,
    files: sets.map(({ file, format: read, examples: own }) => ({ file, format: read, rows: own.length })),
    leftOut: sets.flatMap((set) => set.leftOut),
    notes: [...new Set(sets.flatMap((set) => set.notes))],
  };
}

export type ExportSetOptions = {
  readonly from: string;
  readonly to: string;
  readonly format: ExportFormat;
  readonly force?: boolean;
};

export type ExportSetReport = {
  readonly to: string;
  readonly format: ExportFormat;
  readonly rows: number;
  /** Lines of `from`, and what of them `to` does not hold. */
  readonly losses: readonly (Omit<Loss, "row"> & { readonly line: number })[];
  readonly leftOut: readonly LeftOut[];
};

export function exportSet({ from, to, format, force = false }: ExportSetOptions): ExportSetReport {
  const { examples, lines, leftOut } = readSetFile(from, { acl: [] });
  const { text, rows, losses } = exportExamples(examples, format);
  if (rows === 0) {
    throw new SchoolbookError("input_invalid", `No row of ${from} can be written as ${format}: ${losses[0]?.what}.`, {
      hint: "Choose another format; `schoolbook` and `table` hold everything.",
    });
  }
  writeNewFile(to, text, { force });
  return {
    to,
    format,
    rows,
    leftOut,
    losses: losses.map(({ row, ...loss }) => ({ ...loss, line: lines[row] ?? row + 1 })),
  };
}
