// Opens a file of rows: what it is written in, and its records as they stream by.
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { extname } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { checkHeader, checkJsonColumns } from "./check-columns.ts";
import type { RowFormat, RowsOptions } from "./options.ts";
import { jsonRowParser, parseHeader, type RowParser, tableRowParser } from "./parse-row.ts";
import { type FileRecord, lineEnds, quotedLineEnds, splitRecords, withoutBreak } from "./split-records.ts";

export type OpenRows = {
  readonly records: AsyncIterable<FileRecord>;
  readonly parse: RowParser;
};

const FORMATS: Readonly<Record<string, RowFormat>> = {
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".csv": "csv",
  ".tsv": "tsv",
  ".tab": "tsv",
};

/** The format that was configured or that the extension says. */
export function rowFormat({ format, path }: RowsOptions): RowFormat {
  const known = format ?? FORMATS[extname(path).toLowerCase()];
  if (known !== undefined) return known;
  throw new SchoolbookError("config_invalid", `${path}: rows are read from .jsonl, .ndjson, .csv and .tsv files.`, {
    hint: "Name the file's format with `format` in the source's options.",
  });
}

/** Reads a table's header, and of a JSONL file as much as it takes to meet the columns that every use depends on. */
export async function openRows(file: string, options: RowsOptions, signal?: AbortSignal): Promise<OpenRows> {
  if (rowFormat(options) === "jsonl") {
    const parse = jsonRowParser(options.key);
    await checkJsonColumns(recordsOf(file, options, signal), parse, options);
    return { records: recordsOf(file, options, signal), parse };
  }
  const records = recordsOf(file, options, signal);
  const { value: first, done } = await records.next();
  if (done === true)
    return { records, parse: () => ({ kind: "broken", reason: "no header", remedy: "add one", key: undefined }) };
  const header = parseHeader(first, delimiterOf(options), options.path);
  checkHeader(header, options);
  return { records, parse: tableRowParser(header, delimiterOf(options), options.key) };
}

function recordsOf(file: string, options: RowsOptions, signal: AbortSignal | undefined): AsyncGenerator<FileRecord> {
  const ends = rowFormat(options) === "jsonl" ? lineEnds() : quotedLineEnds(delimiterOf(options));
  const chunks = refuseUtf16(
    createReadStream(file, { highWaterMark: 262_144, ...(signal === undefined ? {} : { signal }) }),
    options.path,
  );
  return splitRecords(chunks, { ends, maxBytes: options.maxRowBytes });
}

function delimiterOf(options: RowsOptions): string {
  return options.delimiter ?? (rowFormat(options) === "tsv" ? "\t" : ",");
}

async function* refuseUtf16(chunks: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst && chunk.length >= 2 && [0xfffe, 0xfeff].includes(chunk.readUInt16BE(0))) {
      throw new SchoolbookError("input_invalid", `${file} is written in UTF-16.`, { hint: "Save the file as UTF-8." });
    }
    isFirst = false;
    yield chunk;
  }
}

/** The bytes of one record again, for rows too long to be kept from the listing; empty when they are gone. */
export async function readRecord(
  file: string,
  { offset, length }: Pick<FileRecord, "offset" | "length">,
): Promise<Buffer> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
    return withoutBreak(buffer.subarray(0, bytesRead));
  } catch {
    return Buffer.alloc(0);
  }
}
