// From the text of a file to its records, for each format that questions come in.
import { SchoolbookError } from "../../core/errors.ts";
import { parseJson } from "../../core/parse-json.ts";
import { fieldName, type FieldPath, type Mistake, type RawRecord, type RawRecords } from "./raw-record.ts";
import { readCells } from "./read-cells.ts";
import { readYaml } from "./read-yaml.ts";

export type QuestionFormat = "jsonl" | "yaml" | "csv";

export type QuestionFile = {
  /** As it is called in messages. */
  readonly name: string;
  readonly text: string;
  /** Default: by the name's ending. */
  readonly format?: QuestionFormat;
};

const FORMATS: Readonly<Record<string, QuestionFormat>> = {
  jsonl: "jsonl",
  ndjson: "jsonl",
  yaml: "yaml",
  yml: "yaml",
  json: "yaml",
  csv: "csv",
  tsv: "csv",
};

export function formatOf({ name, format }: Pick<QuestionFile, "name" | "format">): QuestionFormat {
  const known = format ?? FORMATS[/\.([a-z]+)$/iu.exec(name)?.[1]?.toLowerCase() ?? ""];
  if (known !== undefined) return known;
  throw new SchoolbookError("input_invalid", `${name}: it cannot be told how the questions in it are written.`, {
    hint: "Questions are read from .jsonl, .yaml, .json and .csv files.",
  });
}

export function readRaw(file: QuestionFile): RawRecords {
  const text = file.text.replace(/^\uFEFF/u, "").replaceAll(/\r\n?/gu, "\n");
  const format = formatOf(file);
  if (format === "csv") return readCells(file.name, text);
  return format === "jsonl" ? readJsonLines(file.name, text) : readYamlRecords(file.name, text);
}

function readJsonLines(file: string, text: string): RawRecords {
  const records: RawRecord[] = [];
  const mistakes: Mistake[] = [];
  for (const [index, row] of text.split("\n").entries()) {
    if (row.trim() === "") continue;
    const line = index + 1;
    try {
      records.push(jsonRecord(file, row, line));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const remedy = "write one complete JSON object per line";
      mistakes.push({ file, line, field: "", value: row.slice(0, 80), message: `not valid JSON (${reason})`, remedy });
    }
  }
  return { records, mistakes };
}

function jsonRecord(file: string, row: string, line: number): RawRecord {
  const value: unknown = parseJson(row);
  return {
    value,
    place: { line },
    // why: read a second time only where there is something to complain about.
    placeOf: (path) => readYaml(file, row, line).placeOf(path),
    nameOf: fieldName,
  };
}

function readYamlRecords(file: string, text: string): RawRecords {
  const { value, placeOf, mistakes } = readYaml(file, text);
  if (mistakes.length > 0 || value === null) return { records: [], mistakes };
  const base: FieldPath = Array.isArray(value) ? [] : ["questions"];
  const list: unknown = Array.isArray(value) ? value : propertyOf(value, "questions");
  if (!Array.isArray(list)) {
    const message = "there is no list of questions";
    return { records: [], mistakes: [{ file, line: 1, field: "", message, remedy: "write them below `questions:`" }] };
  }
  const records = list.map((item: unknown, index): RawRecord => {
    const at = [...base, index];
    return { value: item, place: placeOf(at), placeOf: (path) => placeOf([...at, ...path]), nameOf: fieldName };
  });
  return { records, mistakes };
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
