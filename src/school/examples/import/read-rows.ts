// The rows of a file: JSONL, a JSON list or a table, each with the line on which it begins. Nothing that is no row passes unsaid.
import { parseJson } from "../../../core/parse-json.ts";
import { readRecords, sniffDelimiter } from "../../../core/read-records.ts";
import type { Collector, ImportFile } from "./imported.ts";
import { isRecord, type JsonRecord, parsed } from "./json-value.ts";

export type Row = { readonly line: number; readonly value: JsonRecord };

export function isTable({ name }: Pick<ImportFile, "name">): boolean {
  return /\.(?:csv|tsv)$/iu.test(name);
}

export function readRows(file: ImportFile, collector: Collector): readonly Row[] {
  const text = file.text.replace(/^\uFEFF/u, "").replaceAll(/\r\n?/gu, "\n");
  if (isTable(file)) return tableRows(text, collector);
  return pieces(text).flatMap(({ line, piece }) => parseRow(line, piece, collector));
}

type Piece = { readonly line: number; readonly piece: string };

/** A list is cut between its elements, so that one broken row costs that row and not the file. */
function pieces(text: string): readonly Piece[] {
  const start = text.search(/\S/u);
  const isLines = parsed(text.slice(Math.max(0, start)).split("\n", 1)[0] ?? "") !== undefined;
  if (text[start] === "[" && !/^\s*\[.*\]\s*\n\s*[[{]/u.test(text)) return listPieces(text, start);
  if (text[start] === "{" && !isLines) {
    const wrapped = WRAPPED_LIST.exec(text);
    if (wrapped !== null) return listPieces(text, wrapped[0].length - 1);
    if (parsed(text) !== undefined) return [{ line: 1 + countLineEnds(text, 0, start), piece: text }];
  }
  return text.split("\n").flatMap((piece, at) => (piece.trim() === "" ? [] : [{ line: at + 1, piece }]));
}

/** The rows of a file that is one object, under one of the usual names. */
const WRAPPED_LIST = /^\s*\{\s*"(?:data|rows|examples|train|items|samples|dataset)"\s*:\s*\[/u;

function listPieces(text: string, open: number): readonly Piece[] {
  const found: Piece[] = [];
  let line = 1 + countLineEnds(text, 0, open);
  let counted = open;
  let from = open + 1;
  const push = (end: number): void => {
    const piece = text.slice(from, end);
    const begin = from + Math.max(0, piece.search(/\S/u));
    line += countLineEnds(text, counted, begin);
    counted = begin;
    if (piece.trim() !== "") found.push({ line, piece: piece.trim() });
    from = end + 1;
  };
  let depth = 0;
  for (const { 0: mark, index } of text.slice(open + 1).matchAll(/"(?:[^"\\]|\\[^])*"|[[\]{},]/gu)) {
    const at = open + 1 + index;
    if (mark === "{" || mark === "[") depth += 1;
    else if (mark === "," && depth === 0) push(at);
    else if (mark === "}" || mark === "]") {
      depth -= 1;
      if (depth < 0) {
        push(at);
        return found;
      }
    }
  }
  push(text.length);
  return found;
}

function countLineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

function parseRow(line: number, piece: string, collector: Collector): readonly Row[] {
  try {
    const value: unknown = parseJson(piece);
    if (isRecord(value)) return [{ line, value }];
    collector.refuse({ line }, "it is no object");
  } catch (error) {
    collector.refuse({ line }, `it is not valid JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  return [];
}

function tableRows(text: string, collector: Collector): readonly Row[] {
  const { records, unclosedQuote } = readRecords(text, sniffDelimiter(text));
  if (unclosedQuote !== undefined)
    collector.leaveOut(
      { line: unclosedQuote },
      "a quoted cell is not closed; from here on nothing is read for certain",
    );
  const [header, ...rows] = records;
  if (header === undefined) return [];
  const names = header.cells.map((cell) => cell.trim());
  return rows.map(({ line, cells }) => {
    for (const surplus of cells.slice(names.length))
      collector.leaveOut({ line }, `the cell ${JSON.stringify(surplus.slice(0, 40))} stands below no column`);
    return { line, value: Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ""])) };
  });
}
