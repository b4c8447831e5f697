// One door for all formats that rows are imported from.
import { SchoolbookError } from "../../../core/errors.ts";
import { importAlpacaRow } from "./import-alpaca.ts";
import { importAnswerRow, RATINGS } from "./import-answers.ts";
import { importChatRow } from "./import-chat.ts";
import { importPairRow } from "./import-pairs.ts";
import { importShareGptRow } from "./import-sharegpt.ts";
import { importTable, type TableOptions } from "./import-table.ts";
import { type Collector, createCollector, type Imported, type ImportFile, type ImportOptions } from "./imported.ts";
import { isTable, readRows, type Row } from "./read-rows.ts";

const ROW_IMPORTERS = {
  chat: importChatRow,
  pairs: importPairRow,
  alpaca: importAlpacaRow,
  sharegpt: importShareGptRow,
  answers: importAnswerRow,
} as const;

export const IMPORT_FORMATS = ["chat", "pairs", "alpaca", "sharegpt", "answers", "table"] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export type ExampleImport = ImportOptions & TableOptions & { readonly format?: ImportFormat | undefined };

/** Everything that the file holds is in the examples or in the list of what was left out. */
export function importExamples(file: ImportFile, options: ExampleImport): Imported & { readonly format: ImportFormat } {
  const collector = createCollector(file.name, options);
  const rows = readRows(file, collector);
  const format = options.format ?? guessFormat(file, rows);
  if (format === "table") importTable(rows, collector, options);
  else importRows(rows, ROW_IMPORTERS[format], collector);
  return { ...collector.finish(), format };
}

function importRows(rows: readonly Row[], importRow: (row: Row, collector: Collector) => void, to: Collector): void {
  for (const row of rows) importRow(row, to);
}

/** By the names that only one of the formats uses, in the first rows. Throws where that tells nothing. */
export function guessFormat(file: ImportFile, rows: readonly Row[]): ImportFormat {
  const names = new Set(rows.slice(0, 20).flatMap(({ value }) => Object.keys(value)));
  const has = (...wanted: readonly string[]): boolean => wanted.some((name) => names.has(name));
  if (has(...RATINGS) && has("answer", "response", "reply", "messages")) return "answers";
  if (isTable(file)) return "table";
  if (has("conversations", "conversation")) return "sharegpt";
  if (has("messages")) return "chat";
  if (has("instruction")) return "alpaca";
  if (has("prompt") && has("completion")) return "pairs";
  if (rows.length === 0) return "chat";
  throw new SchoolbookError("input_invalid", `${file.name}: it cannot be told which format its rows have.`, {
    hint: `Say it: one of ${IMPORT_FORMATS.join(", ")}. The fields are ${[...names].join(", ")}.`,
  });
}
