// Looks into a table or a JSON Lines file and guesses which column is what.
import { closeSync, openSync, readSync } from "node:fs";
import { extname } from "node:path";

import { parseJson } from "../../core/parse-json.ts";
import type { SourceSettings } from "./inspect-folder.ts";

export const ROW_EXTENSIONS: readonly string[] = [".csv", ".tsv", ".jsonl", ".ndjson"];

const SAMPLE_BYTES = 1_000_000;

/** Undefined when the file does not look like rows. */
export function inspectRows(file: string, path: string): SourceSettings | undefined {
  const lines = readStart(file)
    .split(/\r?\n/u)
    .filter((entry) => entry.trim() !== "");
  const extension = extname(file).toLowerCase();
  if (!extension.endsWith("sv")) {
    const keys = keysOf(lines);
    return keys.length === 0 || isOurs(keys) ? undefined : rowSettings(path, keys);
  }
  const delimiter = delimiterOf(lines[0] ?? "", extension);
  const columns = headerOf(lines[0] ?? "", delimiter);
  if (columns.length < 2 || lines.length < 2 || isOurs(columns)) return undefined;
  return { ...rowSettings(path, columns), ...(delimiter === ";" ? { delimiter } : {}) };
}

const EXPECTED = new Set(["expected", "contains", "excludes", "unanswerable"]);

/** Questions of an exam and rows to learn from are no documents. */
function isOurs(columns: readonly string[]): boolean {
  const isExam = columns.includes("question") && columns.some((column) => EXPECTED.has(column));
  return isExam || columns.includes("messages");
}

function rowSettings(path: string, columns: readonly string[]): SourceSettings {
  const key = firstOf(columns, ["id", "key", "number", "sku", "uuid", "ticket_id"]) ?? columns[0] ?? "id";
  const title = firstOf(columns, ["title", "subject", "name", "summary", "question"]);
  const acl = firstOf(columns, ["acl", "access", "principals", "readers"]);
  const time = firstOf(columns, ["updated", "updated_at", "modified", "modified_at", "date", "created", "created_at"]);
  return {
    kind: "rows",
    path,
    key,
    ...(title === undefined ? {} : { title }),
    ...(acl === undefined ? {} : { acl }),
    ...(time === undefined ? {} : { time }),
  };
}

function firstOf(columns: readonly string[], wanted: readonly string[]): string | undefined {
  return wanted.flatMap((name) => columns.filter((column) => column.toLowerCase() === name))[0];
}

function delimiterOf(header: string, extension: string): string {
  if (extension === ".tsv") return "\t";
  return header.split(";").length > header.split(",").length ? ";" : ",";
}

function headerOf(header: string, delimiter: string): readonly string[] {
  const columns = header.replace(/^\ufeff/u, "").split(delimiter);
  return columns.map((column) => column.trim().replaceAll(/^"|"$/gu, ""));
}

function keysOf([first = ""]: readonly string[]): readonly string[] {
  try {
    const parsed: unknown = parseJson(first);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? Object.keys(parsed) : [];
  } catch {
    // why: a file whose first line is no JSON is simply not proposed as rows.
    return [];
  }
}

function readStart(file: string): string {
  const buffer = Buffer.alloc(SAMPLE_BYTES);
  const handle = openSync(file, "r");
  try {
    return buffer.toString("utf8", 0, readSync(handle, buffer, 0, SAMPLE_BYTES, 0));
  } finally {
    closeSync(handle);
  }
}
