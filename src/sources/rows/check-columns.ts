// Refuses options that name columns which a file does not have: the slip would show as missing text, or as open access.
import { SchoolbookError } from "../../core/errors.ts";
import type { RowsOptions } from "./options.ts";
import type { RowParser } from "./parse-row.ts";
import type { FileRecord } from "./split-records.ts";

/** Every column that the options name stands in a table's header. */
export function checkHeader(header: readonly string[], options: RowsOptions): void {
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
  if (missing !== undefined) throw noColumn(missing, header, options);
}

/**
 * The rows of a JSONL file may leave out what they do not have. But a column for access or keys that not one of them has is
 * a slip, and the rules by path must not step in for it: that is settled before the first row is taken.
 */
export async function checkJsonColumns(
  records: AsyncIterable<FileRecord>,
  parse: RowParser,
  options: RowsOptions,
): Promise<void> {
  const missing = new Set([options.key, ...(options.acl === undefined ? [] : [options.acl])]);
  const seen = new Set<string>();
  for await (const record of records) {
    const parsed = parse(record);
    if (parsed.kind === "broken") continue;
    for (const column of missing) if (parsed.row.value(column) !== undefined) missing.delete(column);
    if (missing.size === 0) return;
    for (const column of parsed.row.columns) if (seen.size < MOST_NAMED) seen.add(column);
  }
  const [column] = missing;
  if (column !== undefined && seen.size > 0) throw noColumn(column, [...seen], options);
}

const MOST_NAMED = 30;

function noColumn(column: string, columns: readonly string[], { path, acl }: RowsOptions): SchoolbookError {
  const existing = columns.map((name) => JSON.stringify(name)).join(", ");
  const role = column === acl ? "column for access" : "column";
  return new SchoolbookError("input_invalid", `${path} has no ${role} ${JSON.stringify(column)}; it has ${existing}.`, {
    hint: "Correct the column's name in the source's options, or `delimiter` if the columns ran together.",
    details: { file: path, column },
  });
}
