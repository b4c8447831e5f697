// Brings rows of other tools in as one file of ours.
import { counted } from "../../core/counted.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { SourceAccess } from "../../school/check/find-open-rows.ts";
import {
  exportExamples,
  type ExportFormat,
  exportFormatOf,
  type Loss,
} from "../../school/examples/export/export-examples.ts";
import type { ImportFormat } from "../../school/examples/import/import-examples.ts";
import type { LeftOut } from "../../school/examples/import/imported.ts";
import { inheritAccess } from "../../school/inherit-access.ts";
import type { Acl } from "../../spec/access.ts";
import type { TrainExample } from "../../spec/training.ts";
import { writeNewFile } from "../exam/exam-file.ts";
import { readSetFile } from "./set-file.ts";

export type ImportSetOptions = {
  readonly from: readonly string[];
  readonly to: string;
  readonly format?: ImportFormat;
  /** Who may be served by what is learnt from rows that do not say it and whose documents are not known. */
  readonly allow: Acl | undefined;
  /** Who may read a document: rows that do not say it inherit from their sources. */
  readonly accessOf?: SourceAccess | undefined;
  readonly force?: boolean;
};

export type ImportSetReport = {
  readonly to: string;
  readonly rows: number;
  readonly files: readonly { readonly file: string; readonly format: ImportFormat; readonly rows: number }[];
  readonly leftOut: readonly LeftOut[];
  readonly notes: readonly string[];
};

/** No access list is made up: where neither a row, its documents nor the caller say who may be served, nothing is written. */
export function importSet(options: ImportSetOptions): ImportSetReport {
  const { from, to, format, allow, force = false } = options;
  const sets = from.map((file) => ({ file, ...readSetFile(file, { acl: UNSAID, format }) }));
  const examples = sets.flatMap((set) => set.examples.map((example) => withAccess(example, options)));
  const unsaid = examples.filter(({ acl }) => acl === UNSAID);
  if (allow === undefined && unsaid.length > 0) {
    throw new SchoolbookError(
      "usage",
      `${counted(unsaid.length, "row does", "rows do")} not say who may be served by what is learnt.`,
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

/** Told by identity from the list of a row that says that it is for nobody. */
const UNSAID: Acl = [];

function withAccess(example: TrainExample, { allow = UNSAID, accessOf }: ImportSetOptions): TrainExample {
  if (example.acl !== UNSAID) return example;
  const known = (example.sources ?? []).flatMap((source) => {
    const acl = accessOf?.(source);
    return acl === undefined ? [] : [acl];
  });
  return { ...example, acl: known.length === 0 ? allow : inheritAccess(known).acl };
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
