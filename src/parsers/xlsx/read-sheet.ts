// Reads the cells of one sheet row by row; what the sheet claims about its size is never looked at.
import { attribute, child, eachElement, elements, textOf } from "../reading/xml-reader.ts";
import type { XmlElement, XmlSource } from "../reading/xml-reader.ts";
import { type CellLooks, isPlainSheet } from "./cell-looks.ts";
import { fillMerged } from "./fill-merged.ts";
import type { Formats } from "./number-formats.ts";

export type Row = { readonly number: number; readonly cells: Map<number, string> };

export type Sheet = {
  readonly rows: readonly Row[];
  readonly hiddenRows: number;
  readonly hiddenColumns: number;
  readonly hiddenCells: number;
  /** Cells whose letters have the colour of their ground. */
  readonly unseenCells: number;
  readonly isCut: boolean;
};

export type SharedString = {
  readonly text: string;
  /** Parts of it have a look of their own, whatever the cell's. */
  readonly hasLooks: boolean;
};

export type SheetContext = {
  readonly strings: readonly SharedString[];
  readonly formats: Formats;
  readonly looks: CellLooks;
  readonly maxChars: number;
};

type Range = { readonly first: number; readonly last: number };
type Reading = {
  readonly rows: Row[];
  readonly hidden: Range[];
  readonly merged: string[];
  readonly isPlain: boolean;
  hiddenRows: number;
  hiddenCells: number;
  unseenCells: number;
  chars: number;
  rowNumber: number;
  isCut: boolean;
};

const MOST_ROWS = 100_000;
const MOST_CELLS = 2_000_000;
const LAST_COLUMN = 16_384;
const MOST_HIDDEN = 1000;
const PARTS = new Set(["col", "row", "mergeCell"]);
const FORMAT_HIDES = "";

/** Reads a sheet's rows without those, and without the columns, that are hidden. */
export function readSheet(source: XmlSource, context: SheetContext): Sheet {
  const reading: Reading = {
    rows: [],
    hidden: [],
    merged: [],
    isPlain: isPlainSheet(source),
    hiddenRows: 0,
    hiddenCells: 0,
    unseenCells: 0,
    chars: 0,
    rowNumber: 0,
    isCut: false,
  };
  let cells = 0;
  eachElement(source, PARTS, (element) => {
    if (element.name === "col") addHiddenColumns(element, reading.hidden);
    else if (element.name === "mergeCell") reading.merged.push(attribute(element, "ref") ?? "");
    else if (reading.rows.length >= MOST_ROWS || cells > MOST_CELLS || reading.chars > context.maxChars) {
      reading.isCut = true;
    } else cells += readRow(element, reading, context);
  });
  fillMerged(reading.rows, reading.merged);
  const { rows, hiddenColumns } = withoutColumns(reading.rows, reading.hidden);
  return {
    rows,
    hiddenColumns,
    hiddenRows: reading.hiddenRows,
    hiddenCells: reading.hiddenCells,
    unseenCells: reading.unseenCells,
    isCut: reading.isCut,
  };
}

function readRow(element: XmlElement, reading: Reading, context: SheetContext): number {
  const stated = Number(attribute(element, "r"));
  reading.rowNumber = Number.isInteger(stated) && stated > 0 ? stated : reading.rowNumber + 1;
  const found = elements(element, "c");
  const cells = new Map<number, string>();
  let column = 0;
  for (const cell of found) {
    column = columnOf(attribute(cell, "r") ?? "") ?? column + 1;
    const { text: shown, hasLooks } = cellText(cell, context);
    if (shown === FORMAT_HIDES && isNumber(cell)) reading.hiddenCells += 1;
    if (shown.trim() === "" || column > LAST_COLUMN) continue;
    if (!hasLooks && context.looks.isUnseen(attribute(cell, "s"), reading.isPlain)) {
      reading.unseenCells += 1;
      continue;
    }
    cells.set(column, shown);
    reading.chars += shown.length + 3;
  }
  if (cells.size === 0) return found.length;
  if (isOn(attribute(element, "hidden"))) reading.hiddenRows += 1;
  else reading.rows.push({ number: reading.rowNumber, cells });
  return found.length;
}

function cellText(cell: XmlElement, { strings, formats }: SheetContext): SharedString {
  const kind = attribute(cell, "t") ?? "n";
  if (kind === "inlineStr") return sharedString(child(cell, "is"));
  const value = textOf(child(cell, "v"));
  if (kind === "s" && value !== "") return strings[Number(value)] ?? { text: "", hasLooks: false };
  return { text: valueText(cell, { kind, value, formats }), hasLooks: false };
}

type Value = { readonly kind: string; readonly value: string; readonly formats: Formats };

function valueText(cell: XmlElement, { kind, value, formats }: Value): string {
  if (value === "") return kind === "n" ? " " : "";
  if (kind === "b") return value === "1" || value === "true" ? "TRUE" : "FALSE";
  if (kind === "d") return value.replace(/T00:00:00(?:\.0+)?Z?$/, "").replace("T", " ");
  const number = Number(value);
  return kind === "n" && Number.isFinite(number) ? formats.of(attribute(cell, "s"))(number) : value;
}

function isNumber(cell: XmlElement): boolean {
  return (attribute(cell, "t") ?? "n") === "n" && child(cell, "v") !== undefined;
}

/** A string as a cell or the table of shared strings holds it. */
export function sharedString(element: XmlElement | undefined): SharedString {
  const hasLooks = elements(element, "r").some((run) => child(run, "rPr", "color") !== undefined);
  return { text: richText(element), hasLooks };
}

/** The words of a string that may be made of runs; how it is pronounced is left out. */
function richText(element: XmlElement | undefined): string {
  let text = "";
  for (const inner of elements(element)) {
    if (inner.name === "t") text += textOf(inner);
    else if (inner.name === "r") text += textOf(child(inner, "t"));
  }
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** The number of a column from a reference such as `AB12`. */
export function columnOf(reference: string): number | undefined {
  const letters = /^\$?([A-Za-z]{1,3})/.exec(reference)?.[1];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}

function addHiddenColumns(element: XmlElement, hidden: Range[]): void {
  if (!isOn(attribute(element, "hidden")) || hidden.length >= MOST_HIDDEN) return;
  hidden.push({ first: Number(attribute(element, "min")), last: Number(attribute(element, "max")) });
}

function withoutColumns(rows: readonly Row[], hidden: readonly Range[]) {
  const removed = new Set<number>();
  const isHidden = new Set<number>();
  for (const { first, last } of hidden) {
    if (isHidden.size === LAST_COLUMN) break;
    for (let column = Math.max(1, first); column <= Math.min(last, LAST_COLUMN); column += 1) isHidden.add(column);
  }
  if (isHidden.size === 0) return { rows, hiddenColumns: 0 };
  for (const { cells } of rows) {
    for (const column of cells.keys()) {
      if (isHidden.has(column) && cells.delete(column)) removed.add(column);
    }
  }
  return { rows: rows.filter((row) => row.cells.size > 0), hiddenColumns: removed.size };
}

function isOn(value: string | undefined): boolean {
  return value === "1" || value === "true";
}
