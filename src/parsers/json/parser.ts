// JSON and JSON Lines as readable text: one `path: value` line per value, an empty line between records.
import type { Landmark } from "../../spec/document.ts";
import type { ParsedDocument, ParseInput, Parser } from "../../spec/parser.ts";
import { createTextCleaner, type TextCleaner } from "../reading/clean-text.ts";
import { decodeText } from "../reading/decode-text.ts";
import { checkSize, checkTextLength, parseFailure } from "../reading/parse-failure.ts";
import { describeValue } from "./describe-value.ts";

/** Reads `.json` and `.jsonl`; a broken line of JSON Lines is left out with a warning. */
export const jsonParser: Parser = {
  id: "json@1",
  extensions: [".json", ".jsonl", ".ndjson", ".geojson", ".webmanifest"],
  mediaTypes: ["application/json", "application/x-ndjson", "application/jsonl", "application/ld+json"],
  parse: parseJson,
};

const MOST_LANDMARKS = 5000;
const LINES_REPORTED = 5;

type Written = {
  readonly text: string;
  readonly landmarks: readonly Landmark[];
  readonly warnings: readonly string[];
};

function parseJson(input: ParseInput): ParsedDocument {
  checkSize(input);
  const decoded = decodeText(input.bytes, input.fileName);
  const cleaner = createTextCleaner();
  const source = decoded.text.charCodeAt(0) === 0xfeff ? decoded.text.slice(1) : decoded.text;
  const isLines = /\.(?:jsonl|ndjson)$/i.test(input.fileName);
  const written = isLines ? readLines(source, input, cleaner) : readWhole(source, input, cleaner);
  checkTextLength(written.text.length, input);
  return {
    text: written.text,
    format: "text",
    landmarks: written.landmarks,
    metadata: {},
    warnings: [...decoded.warnings, ...cleaner.warnings(), ...written.warnings],
  };
}

function readWhole(source: string, input: ParseInput, cleaner: TextCleaner): Written {
  if (source.trim() === "") return { text: "", landmarks: [], warnings: [] };
  try {
    const value: unknown = JSON.parse(source);
    const text = cleaner.clean(describeValue(value, input));
    return { text, landmarks: [], warnings: [] };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const lines = source.trim().split("\n");
    if (lines.length > 1 && lines.slice(0, 3).every(isJson)) return readLines(source, input, cleaner);
    throw parseFailure(input.fileName, `it is not valid JSON: ${error.message}`, { cause: error });
  }
}

function readLines(source: string, input: ParseInput, cleaner: TextCleaner): Written {
  const parts: string[] = [];
  const landmarks: Landmark[] = [];
  const broken: number[] = [];
  let length = 0;
  let number = 0;
  for (const line of source.split("\n")) {
    number += 1;
    if (line.trim() === "") continue;
    const text = describeLine(line, input, cleaner);
    if (text === undefined) broken.push(number);
    if (text === undefined || text === "") continue;
    const gap = length === 0 ? "" : "\n";
    if (landmarks.length < MOST_LANDMARKS) landmarks.push({ offset: length + gap.length, label: `line ${number}` });
    parts.push(gap, text);
    length += gap.length + text.length;
    checkTextLength(length, input);
  }
  if (parts.length === 0 && broken.length > 0) throw parseFailure(input.fileName, "no line of it is valid JSON");
  return { text: parts.join(""), landmarks, warnings: brokenLines(broken) };
}

function describeLine(line: string, input: ParseInput, cleaner: TextCleaner): string | undefined {
  try {
    return cleaner.clean(describeValue(JSON.parse(line), input));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function brokenLines(broken: readonly number[]): readonly string[] {
  if (broken.length === 0) return [];
  const more = broken.length > LINES_REPORTED ? ` and ${broken.length - LINES_REPORTED} more` : "";
  return [`Not valid JSON and left out: line ${broken.slice(0, LINES_REPORTED).join(", ")}${more}.`];
}
