// A file of rows as a source: each row is a document with an id made of its key.
import { stat } from "node:fs/promises";
import { resolve } from "node:path";

import { z } from "zod";

import { counted } from "../../core/counted.ts";
import { SchoolbookError, toSchoolbookError } from "../../core/errors.ts";
import { shortHash } from "../../core/hash.ts";
import type { ListOptions, Source, SourceItem } from "../../spec/source.ts";
import { recall } from "../remembered.ts";
import { guardShrink } from "../shrink-guard.ts";
import type { SourceContext } from "../source-context.ts";
import { openRows, readRecord, rowFormat } from "./open-rows.ts";
import type { RowsOptions } from "./options.ts";
import type { ParsedRow, Row, RowParser } from "./parse-row.ts";
import { renderRow } from "./render-row.ts";
import { createRowAccess, type RowAccess, rowRules } from "./row-access.ts";
import { readFacts, type RowFacts, rowKey } from "./row-facts.ts";
import type { FileRecord } from "./split-records.ts";

const STATE = z.strictObject({ documents: z.int() });

/** Rows up to this size wait in memory to be read; larger ones are fetched from the file again. */
const KEPT_CHARS = 1024;

/** Lists the rows of a JSONL, CSV or TSV file; a row's fingerprint is a hash of its text. */
export function createRowsSource(options: RowsOptions, context: SourceContext): Source {
  rowFormat(options);
  const rows: Rows = {
    file: resolve(context.projectFolder, options.path),
    options,
    name: context.name,
    access: createRowAccess(context.name, options),
  };
  return {
    name: context.name,
    list: (listing) => listRows(rows, listing),
    accessOf: rows.access.accessOf,
    rules: rowRules(context.name, options),
  };
}

type Rows = {
  readonly file: string;
  readonly options: RowsOptions;
  readonly name: string;
  readonly access: RowAccess;
};

async function* listRows(rows: Rows, options: ListOptions): AsyncGenerator<SourceItem> {
  rows.access.begin();
  try {
    yield* readRows(rows, options);
  } catch (error) {
    // why: the file is there but cannot be understood to its end, so what was not listed may be closed in it by now.
    if (toSchoolbookError(error).code === "input_invalid") rows.access.closeUnlisted();
    throw error;
  }
}

async function* readRows(rows: Rows, { state, signal }: ListOptions): AsyncGenerator<SourceItem> {
  signal?.throwIfAborted();
  const { options, name } = rows;
  const before = await fileStamp(rows);
  const { records, parse } = await openRows(rows.file, options, signal);
  const reading: Reading = { rows, parse, modifiedAt: before.modifiedAt, linesByKey: new Map(), lost: [] };
  let documents = 0;
  let failed = 0;
  for await (const record of records) {
    signal?.throwIfAborted();
    documents += 1;
    const item = toItem(record, reading);
    yield item;
    if (item.kind === "failed") failed += 1;
    if (failed >= MOST_FAILED) throw tooManyFailed(options, record.line);
  }
  refuseLost(reading);
  if ((await fileStamp(rows)).stamp !== before.stamp) throw changedMeanwhile(options.path);
  guardShrink({
    what: `The file ${options.path} of source ${name}`,
    before: recall(STATE, state)?.documents ?? 0,
    now: documents,
    keep: 0,
    allowShrink: options.allowShrink,
  });
  yield { kind: "state", state: JSON.stringify({ documents } satisfies z.output<typeof STATE>) };
}

async function fileStamp({
  file,
  options,
  name,
}: Rows): Promise<{ readonly stamp: string; readonly modifiedAt: number }> {
  try {
    const { size, mtimeNs, mtimeMs, ino } = await stat(file, { bigint: true });
    return { stamp: `${size}-${mtimeNs}-${ino}`, modifiedAt: Number(mtimeMs) };
  } catch (error) {
    throw new SchoolbookError("source_unreachable", `The file ${options.path} of source ${name} cannot be read.`, {
      hint: `Check the path (${file}); nothing of this source was deleted.`,
      cause: error,
    });
  }
}

/** So many broken rows are one mistake, made in the options or by whoever wrote the file; their reports must fit in memory. */
const MOST_FAILED = 100_000;

function tooManyFailed({ path }: RowsOptions, line: number): SchoolbookError {
  const count = MOST_FAILED.toLocaleString("en");
  const message = `${path}: ${count} rows could not be read, and reading stopped at line ${line}; nothing was deleted.`;
  return new SchoolbookError("input_invalid", message, {
    hint: "Look at the first of them: `format`, `delimiter` or a column's type in the source's options are often wrong.",
  });
}

function changedMeanwhile(path: string): SchoolbookError {
  return new SchoolbookError("source_unreachable", `${path} was written to while it was read; nothing was deleted.`, {
    hint: "Sync again when the export is complete; write it elsewhere and rename it to avoid this.",
  });
}

type Reading = {
  readonly rows: Rows;
  readonly parse: RowParser;
  readonly modifiedAt: number;
  readonly linesByKey: Map<string, number>;
  /** Lines of rows so broken that nobody can say which documents they were. */
  readonly lost: number[];
};

/** A row whose key is lost may be any of the stored ones: the listing is incomplete, and must not delete anything. */
function refuseLost({ lost, rows }: Reading): void {
  if (lost.length === 0) return;
  const lines = `${lost.slice(0, 10).join(", ")}${lost.length > 10 ? ", …" : ""}`;
  throw new SchoolbookError(
    "input_invalid",
    `${rows.options.path}: not even the key can be told of ${counted(lost.length, "broken row")} (line ${lines}). The others were read; nothing was deleted.`,
    { hint: `Correct or remove these rows and sync again. ${untilThen(rows.options)}`, details: { lines: lost } },
  );
}

function untilThen({ acl }: RowsOptions): string {
  return acl === undefined
    ? "Until then the library keeps what it holds of them."
    : "Until then nobody may read what the library holds of them: only the rows themselves say who may.";
}

function toItem(record: FileRecord, reading: Reading): SourceItem {
  const { rows, parse } = reading;
  const parsed = parse(record);
  if (parsed.kind === "broken") return brokenItem(record, parsed, reading);
  const key = rowKey(parsed.row, rows.options);
  if (key === "") {
    const reason = `the key column ${JSON.stringify(rows.options.key)} is empty`;
    return failedItem(`(line ${record.line})`, record, { reason, remedy: "give the row a key", rows });
  }
  const firstLine = reading.linesByKey.get(key);
  if (firstLine !== undefined) {
    const reason = `the key ${JSON.stringify(key)} stands in line ${firstLine} already, which was taken`;
    return failedItem(`${key} (line ${record.line})`, record, {
      reason,
      remedy: "give each row a key of its own",
      rows,
    });
  }
  reading.linesByKey.set(key, record.line);
  return documentItem(record, { key, row: parsed.row, reading });
}

function brokenItem(record: FileRecord, broken: Extract<ParsedRow, { kind: "broken" }>, reading: Reading): SourceItem {
  const { rows, linesByKey, lost } = reading;
  const key = broken.key?.trim() ?? "";
  const isKnown = key !== "" && !linesByKey.has(key);
  if (isKnown) {
    linesByKey.set(key, record.line);
    rows.access.close(key);
  } else lost.push(record.line);
  return failedItem(isKnown ? key : `(line ${record.line})`, record, { ...broken, rows });
}

type Complaint = { readonly reason: string; readonly remedy: string; readonly rows: Rows };

function failedItem(key: string, { line }: FileRecord, { reason, remedy, rows }: Complaint): SourceItem {
  const { options, name } = rows;
  const error = new SchoolbookError("input_invalid", `${options.path} line ${line}: ${reason}; ${remedy}.`, {
    hint: `Correct the row and sync again. ${untilThen(options)}`,
    details: { file: options.path, line },
  });
  return { kind: "failed", id: `${name}:${key}`, uri: uriOf(key, options), error: error.toJSON() };
}

function uriOf(key: string, { path }: RowsOptions): string {
  return `${path}#${key}`;
}

type KeyedRow = { readonly key: string; readonly row: Row; readonly reading: Reading };

function documentItem(record: FileRecord, { key, row, reading }: KeyedRow): SourceItem {
  const { rows, modifiedAt } = reading;
  const acl = rows.access.of(row, key);
  const read = readFacts(row, key, rows.options);
  if (read.kind === "wrong") {
    rows.access.close(key, acl);
    return failedItem(key, record, { ...read, rows });
  }
  const { facts } = read;
  const text = renderRow(row, facts.title, rows.options);
  const fingerprint = shortHash(text);
  const kept = text.length <= KEPT_CHARS ? text : undefined;
  return {
    kind: "document",
    id: `${rows.name}:${key}`,
    uri: uriOf(key, rows.options),
    fileName: "row.md",
    mediaType: "text/markdown",
    modifiedAt: facts.modifiedAt ?? modifiedAt,
    fingerprint,
    acl,
    metadata: facts.metadata,
    title: facts.title,
    read: async (signal) => {
      signal?.throwIfAborted();
      return new TextEncoder().encode(kept ?? (await readAgain(record, { facts, fingerprint, reading })));
    },
  };
}

type ListedRow = { readonly facts: RowFacts; readonly fingerprint: string; readonly reading: Reading };

async function readAgain(
  { offset, length, line, lines }: FileRecord,
  { facts, fingerprint, reading }: ListedRow,
): Promise<string> {
  const { rows, parse } = reading;
  const bytes = await readRecord(rows.file, { offset, length });
  const parsed = parse({ bytes, offset, length, line, lines, isCut: false, isOpen: false });
  const text = parsed.kind === "row" ? renderRow(parsed.row, facts.title, rows.options) : "";
  if (shortHash(text) === fingerprint) return text;
  throw changedMeanwhile(rows.options.path);
}
