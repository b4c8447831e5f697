// Writes the rows of a sheet as one Markdown table; a few cells far apart are listed instead.
import type { MarkdownWriter } from "../reading/markdown-writer.ts";
import { plainLines } from "../reading/plain-lines.ts";
import type { Row } from "./read-sheet.ts";

const WIDE = 64;
const FULL_ENOUGH = 0.1;

/** Single cells above the table (its title, a remark) become paragraphs; the first row with more names the columns. */
export function writeSheet(rows: readonly Row[], writer: MarkdownWriter): void {
  const start = rows.findIndex((row) => row.cells.size > 1);
  const isList = start === -1;
  const above = isList ? [] : rows.slice(0, start);
  for (const row of above) writer.block(plainLines([...row.cells.values()].join(" ")));
  writeTable(isList ? rows : rows.slice(start), writer);
}

function writeTable(rows: readonly Row[], writer: MarkdownWriter): void {
  const columns = usedColumns(rows);
  if (columns.length > WIDE && isSparse(rows, columns.length)) {
    for (const row of rows) writer.block(`- ${sparseRow(row)}`, { tight: true });
    return;
  }
  writer.table(rows.map(({ cells }) => columns.map((column) => cells.get(column) ?? "")));
}

function usedColumns(rows: readonly Row[]): number[] {
  const used = new Set<number>();
  for (const { cells } of rows) for (const column of cells.keys()) used.add(column);
  return [...used].toSorted((left, right) => left - right);
}

function isSparse(rows: readonly Row[], width: number): boolean {
  let filled = 0;
  for (const { cells } of rows) filled += cells.size;
  return filled < rows.length * width * FULL_ENOUGH;
}

function sparseRow({ number, cells }: Row): string {
  return [...cells]
    .toSorted(([left], [right]) => left - right)
    .map(([column, value]) => `${columnName(column)}${number}: ${value.replace(/\s+/g, " ").trim()}`)
    .join("; ");
}

function columnName(column: number): string {
  let name = "";
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}
