// The rows of a table of questions, each as the object that JSONL would hold.
import { counted } from "../../core/counted.ts";
import { type CsvRecord, readRecords, sniffDelimiter } from "../../core/read-records.ts";
import { CELL_COLUMNS, type CellColumn, readCell } from "./cell-columns.ts";
import { fieldName, type FieldPath, type Mistake, type RawRecord, type RawRecords } from "./raw-record.ts";

export function readCells(file: string, text: string): RawRecords {
  const { records, unclosedQuote } = readRecords(text, sniffDelimiter(text));
  if (unclosedQuote !== undefined) {
    const remedy = "close it, and write quotes inside cells twice";
    const message = "a quoted cell is not closed before the file ends";
    return { records: [], mistakes: [{ file, line: unclosedQuote, field: "", message, remedy }] };
  }
  const [header, ...rows] = records;
  if (header === undefined) return { records: [], mistakes: [] };
  const { columns, mistakes } = readHeader(file, header);
  const read = rows.map((row) => readRow(file, row, columns));
  return {
    records: mistakes.length > 0 ? [] : read.flatMap(({ record }) => (record === undefined ? [] : [record])),
    mistakes: [...mistakes, ...read.flatMap((row) => row.mistakes)],
  };
}

type Header = { readonly columns: readonly (CellColumn | undefined)[]; readonly mistakes: readonly Mistake[] };

function readHeader(file: string, { line, cells }: CsvRecord): Header {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const columns = names.map((name) => CELL_COLUMNS.find((column) => column.name === name));
  const mistakes = names.flatMap((name, index): readonly Mistake[] => {
    const shown = JSON.stringify(cells[index]);
    const at = { file, line, field: name, value: cells[index] };
    if (columns[index] === undefined) {
      const remedy = `the columns are ${CELL_COLUMNS.map((column) => column.name).join(", ")}`;
      return [{ ...at, message: `the column ${shown} is not known`, remedy }];
    }
    if (names.indexOf(name) === index) return [];
    return [{ ...at, message: `the column ${shown} stands there twice`, remedy: "leave one out" }];
  });
  if (names.includes("question")) return { columns, mistakes };
  const missing = { file, line, field: "question", message: "there is no column `question`", remedy: "add one" };
  return { columns, mistakes: [missing, ...mistakes] };
}

type Row = { readonly record: RawRecord | undefined; readonly mistakes: readonly Mistake[] };

function readRow(file: string, { line, cells }: CsvRecord, columns: Header["columns"]): Row {
  if (cells.length > columns.length) {
    const message = `${counted(cells.length, "cell")} where the header has ${columns.length}`;
    const remedy = "put cells that hold the separator in quotes";
    return { record: undefined, mistakes: [{ file, line, field: "", message, remedy }] };
  }
  const value: Tree = {};
  const mistakes: Mistake[] = [];
  for (const [index, cell] of cells.entries()) {
    const column = columns[index];
    if (column === undefined || cell.trim() === "") continue;
    const read = readCell(cell, column.kind);
    if (read.ok) putAt(value, column.path, read.value);
    else {
      const message = `"${column.name}" is ${JSON.stringify(cell.length > 80 ? `${cell.slice(0, 77)}…` : cell)}`;
      mistakes.push({ file, line, field: column.name, value: cell, message, remedy: `write ${read.wanted}` });
    }
  }
  if (mistakes.length > 0) return { record: undefined, mistakes };
  return { record: { value, place: { line }, placeOf: () => ({ line }), nameOf: columnOf }, mistakes };
}

type Tree = { [name: string]: unknown };

function putAt(tree: Tree, [name = "", ...rest]: FieldPath, value: unknown): void {
  if (rest.length === 0) tree[name] = value;
  else {
    const inner = tree[name];
    const next: Tree = isTree(inner) ? inner : {};
    tree[name] = next;
    putAt(next, rest, value);
  }
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The column that a field comes from. */
function columnOf(path: FieldPath): string {
  const column = CELL_COLUMNS.find((one) => one.path.every((part, index) => part === path[index]));
  return column?.name ?? fieldName(path);
}
