// The rows of a data file that others wrote: JSON, JSONL or CSV, each with its line.
import { parseJson } from "../../../core/parse-json.ts";
import { readRecords, sniffDelimiter } from "../../../core/read-records.ts";
import { fieldName } from "../raw-record.ts";
import { readYaml } from "../read-yaml.ts";
import { type Collector, type ImportFile, isRecord } from "./imported.ts";

export type Row = {
  readonly line: number;
  /** How the file calls it; empty where the line says it all. */
  readonly field: string;
  readonly value: Readonly<Record<string, unknown>>;
};

/** `lists`: names below which JSON files may hold their rows. What is no row is left out, and said. */
export function readRows(file: ImportFile, collector: Collector, lists: readonly string[]): readonly Row[] {
  const text = file.text.replace(/^\uFEFF/u, "").replaceAll(/\r\n?/gu, "\n");
  if (/\.(?:csv|tsv)$/iu.test(file.name)) return tableRows(file.name, text, collector);
  const start = text.trimStart();
  const isLines =
    /\.(?:jsonl|ndjson)$/iu.test(file.name) ||
    (start.startsWith("{") && isWholeJson(start.split("\n")[0] ?? "") && start.includes("\n{"));
  if (isLines) return lineRows(file.name, text, collector);
  return jsonRows(file.name, text, { collector, lists });
}

function isWholeJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    // why: that it is none is the answer.
    return false;
  }
}

function lineRows(file: string, text: string, collector: Collector): readonly Row[] {
  return text.split("\n").flatMap((row, index): readonly Row[] => {
    if (row.trim() === "") return [];
    const line = index + 1;
    try {
      const value: unknown = parseJson(row);
      if (isRecord(value)) return [{ line, field: "", value }];
      collector.leftOut.push({ file, line, field: "", value, reason: "it is no object" });
    } catch (error) {
      const reason = `it is not valid JSON (${error instanceof Error ? error.message : String(error)})`;
      collector.leftOut.push({ file, line, field: "", value: row.slice(0, 80), reason });
    }
    return [];
  });
}

type Where = { readonly collector: Collector; readonly lists: readonly string[] };

function jsonRows(file: string, text: string, { collector, lists }: Where): readonly Row[] {
  const { value, placeOf, mistakes } = readYaml(file, text);
  for (const { message, ...at } of mistakes) collector.leftOut.push({ ...at, reason: message });
  const name = isRecord(value) ? lists.find((one) => Array.isArray(value[one])) : undefined;
  const list: unknown = isRecord(value) ? (name === undefined ? [value] : value[name]) : value;
  if (!Array.isArray(list)) {
    collector.leftOut.push({ file, line: 1, field: "", reason: "there is no list of rows" });
    return [];
  }
  return list.flatMap((row: unknown, index): readonly Row[] => {
    const path = name === undefined ? [index] : [name, index];
    const { line } = placeOf(path);
    if (isRecord(row)) return [{ line, field: fieldName(path), value: row }];
    collector.leftOut.push({ file, line, field: fieldName(path), value: row, reason: "it is no object" });
    return [];
  });
}

function tableRows(file: string, text: string, collector: Collector): readonly Row[] {
  const { records, unclosedQuote } = readRecords(text, sniffDelimiter(text));
  if (unclosedQuote !== undefined) {
    collector.leftOut.push({
      file,
      line: unclosedQuote,
      field: "",
      reason: "a quoted cell is not closed; from here on nothing is read for certain",
    });
  }
  const [header, ...rows] = records;
  if (header === undefined) return [];
  const names = header.cells.map((cell) => cell.trim());
  return rows.map(({ line, cells }) => {
    for (const surplus of cells.slice(names.length))
      collector.leftOut.push({ file, line, field: "", value: surplus, reason: "the cell stands below no column" });
    return { line, field: "", value: Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""])) };
  });
}
