// From the bytes of one record to its columns, for each format that rows come in.
import { counted } from "../../core/counted.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { parseJson } from "../../core/parse-json.ts";
import type { FileRecord } from "./split-records.ts";

/** The values of a row by column; JSON values keep their types, cells of tables are strings. */
export type Row = {
  readonly columns: readonly string[];
  readonly value: (column: string) => unknown;
};

export type ParsedRow =
  | { readonly kind: "row"; readonly row: Row }
  /** `key` is the value in the key column where it can be told for certain. */
  | { readonly kind: "broken"; readonly reason: string; readonly remedy: string; readonly key: string | undefined };

export type RowParser = (record: FileRecord) => ParsedRow;

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Each record is a JSON object. */
export function jsonRowParser(keyColumn: string): RowParser {
  return (record) => {
    const text = decode(record.bytes);
    const broken = (reason: string, remedy: string): ParsedRow => ({
      kind: "broken",
      reason,
      remedy,
      key: findJsonKey(record.bytes.toString("utf8"), keyColumn),
    });
    if (record.isCut) return broken(`the row has ${record.length} bytes`, "shorten it, or raise `maxRowBytes`");
    if (text === undefined) return broken("the row is not valid UTF-8", "save the file as UTF-8");
    try {
      const value: unknown = parseJson(text);
      if (isRecord(value)) return { kind: "row", row: objectRow(value) };
      return broken(`${shorten(text)} is not an object`, "write one JSON object per line");
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return broken(`not valid JSON (${shorten(reason)})`, "write one complete JSON object per line");
    }
  };
}

/** Each record has the cells that the header names. */
export function tableRowParser(header: readonly string[], delimiter: string, keyColumn: string): RowParser {
  const keyIndex = header.indexOf(keyColumn);
  return (record) => {
    if (record.isOpen || record.isCut) {
      const reason = record.isOpen
        ? "a quoted cell is not closed before the file ends"
        : `the row has ${record.length} bytes`;
      return { kind: "broken", reason, remedy: "close the quote, and write quotes inside cells twice", key: undefined };
    }
    const text = decode(record.bytes);
    if (text === undefined)
      return { kind: "broken", reason: "the row is not valid UTF-8", remedy: "save the file as UTF-8", key: undefined };
    const cells = splitCells(text, delimiter);
    if (cells.length === header.length) return { kind: "row", row: tableRow(header, cells) };
    // why: a row that is too short lost its last cells, one with more has a separator somewhere before its end.
    const isKeyCertain =
      record.lines === 1 && (cells.length < header.length ? keyIndex < cells.length : keyIndex === 0);
    return {
      kind: "broken",
      reason: `${counted(cells.length, "cell")} where the header has ${header.length}: ${shorten(text)}`,
      remedy: `put cells that contain ${JSON.stringify(delimiter)} in quotes, and leave no cell out`,
      key: isKeyCertain ? cells[keyIndex] : undefined,
    };
  };
}

/** The cells of one record; quotes count at a cell's start only, and are written twice inside. */
export function splitCells(text: string, delimiter: string): readonly string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const { cell, end } = text[at] === '"' ? quotedCell(text, at, delimiter) : plainCell(text, at, delimiter);
    cells.push(cell);
    if (end >= text.length) return cells;
    at = end + 1;
  }
}

type Cell = { readonly cell: string; readonly end: number };

function plainCell(text: string, start: number, delimiter: string): Cell {
  const found = text.indexOf(delimiter, start);
  const end = found === -1 ? text.length : found;
  return { cell: text.slice(start, end), end };
}

function quotedCell(text: string, start: number, delimiter: string): Cell {
  let close = text.indexOf('"', start + 1);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close === -1) return { cell: text.slice(start + 1).replaceAll('""', '"'), end: text.length };
  const rest = plainCell(text, close + 1, delimiter);
  return { cell: text.slice(start + 1, close).replaceAll('""', '"') + rest.cell, end: rest.end };
}

/** The names in the first record. Throws when they cannot tell the columns apart. */
export function parseHeader(record: FileRecord, delimiter: string, file: string): readonly string[] {
  const text = decode(record.bytes);
  if (text === undefined || record.isOpen || record.isCut) {
    throw new SchoolbookError("input_invalid", `${file} line 1: the header cannot be read.`, {
      hint: "Save the file as UTF-8 with the names of the columns in its first line.",
    });
  }
  const names = splitCells(text, delimiter).map((name) => name.trim());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return names;
  throw new SchoolbookError(
    "input_invalid",
    `${file} line 1: the column ${JSON.stringify(twice)} stands there twice.`,
    {
      hint: "Give each column a name of its own.",
    },
  );
}

function tableRow(header: readonly string[], cells: readonly string[]): Row {
  return { columns: header, value: (column) => cells[header.indexOf(column)] };
}

function objectRow(object: Readonly<Record<string, unknown>>): Row {
  return { columns: Object.keys(object), value: (column) => valueAt(object, column) };
}

/** A property of that very name, or the one that the dots lead to. */
function valueAt(object: Readonly<Record<string, unknown>>, column: string): unknown {
  if (Object.hasOwn(object, column)) return object[column];
  let value: unknown = object;
  for (const step of column.split(".")) {
    if (!isRecord(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The key of a row that is not valid JSON: only when its name stands in it exactly once. */
function findJsonKey(text: string, column: string): string | undefined {
  const name = RegExp.escape(JSON.stringify(column));
  const found = [
    ...text.matchAll(new RegExp(`${name}\\s*:\\s*("(?:[^"\\\\]|\\\\.)*"|-?\\d+(?:\\.\\d+)?(?=\\s*[,}]))`, "gu")),
  ];
  const [, value] = found.length === 1 ? (found[0] ?? []) : [];
  if (value === undefined) return undefined;
  try {
    return String(JSON.parse(value));
  } catch {
    return undefined;
  }
}

function decode(bytes: Buffer): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}…`;
}
