// Opens a file of rows: what it is written in, and its records as they stream by.
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { extname } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
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

/** Reads a table's header, and nothing else yet. */
export async function openRows(file: string, options: RowsOptions, signal?: AbortSignal): Promise<OpenRows> {
  const format = rowFormat(options);
  const delimiter = options.delimiter ?? (format === "tsv" ? "\t" : ",");
  const ends = format === "jsonl" ? lineEnds() : quotedLineEnds(delimiter);
  const chunks = refuseUtf16(
    createReadStream(file, { highWaterMark: 262_144, ...(signal === undefined ? {} : { signal }) }),
    options.path,
  );
  const records = splitRecords(chunks, { ends, maxBytes: options.maxRowBytes });
  if (format === "jsonl") return { records, parse: jsonRowParser(options.key) };
  const { value: first, done } = await records.next();
  if (done === true)
    return { records, parse: () => ({ kind: "broken", reason: "no header", remedy: "add one", key: undefined }) };
  const header = parseHeader(first, delimiter, options.path);
  checkColumns(header, options);
  return { records, parse: tableRowParser(header, delimiter, options.key) };
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

/** A column that the options name and a table does not have is a slip that would otherwise show as missing text. */
function checkColumns(header: readonly string[], options: RowsOptions): void {
  const named = [
    options.key,
    options.title,
    options.acl,
    options.time,
    ...(options.text ?? []),
    ...Object.keys(options.metadata),
  ];
  const templated = [...(options.template ?? "").matchAll(/\{\{\s*(.+?)\s*\}\}/gu)].map(([, column]) => column);
  const missing = [...named, ...templated].find((column) => column !== undefined && !header.includes(column));
  if (missing === undefined) return;
  throw new SchoolbookError(
    "input_invalid",
    `${options.path} has no column ${JSON.stringify(missing)}; it has ${header.map((name) => JSON.stringify(name)).join(", ")}.`,
    { hint: "Correct the column's name in the source's options, or `delimiter` if the columns ran together." },
  );
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
