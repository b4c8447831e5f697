// Rows and cells of a Word table, with merged cells filled in and tables inside cells laid flat.
import { attribute, child, elements } from "../reading/xml-reader.ts";
import type { XmlElement } from "../reading/xml-reader.ts";
import { isSqueezedRow } from "./paragraph-look.ts";
import { switchOf } from "./switch-of.ts";

export type TableRow = { readonly cells: readonly string[]; readonly isBanner: boolean };

export type TableContext = {
  readonly removed: { hidden: number; deleted: number };
  /** The words of what stands in a cell, on one line. */
  cellText(cell: XmlElement): string;
};

/** Word itself allows 63. */
const WIDEST = 64;
const WRAPPERS = new Set(["sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"]);

/** The rows of a table; a banner is a row that is one single wide cell. */
export function readRows(table: XmlElement, context: TableContext): TableRow[] {
  const rows: TableRow[] = [];
  const above: string[] = [];
  for (const row of unwrapped(table, "tr")) {
    const properties = child(row, "trPr");
    if (child(properties, "del") !== undefined) context.removed.deleted += 1;
    else if (switchOf(properties, "hidden") === true || isSqueezedRow(properties)) context.removed.hidden += 1;
    else rows.push(readRow(row, above, context));
  }
  return rows;
}

/** Every cell of a table in order. */
export function cellsOf(table: XmlElement): XmlElement[] {
  return unwrapped(table, "tr").flatMap((row) => unwrapped(row, "tc"));
}

function readRow(row: XmlElement, above: string[], context: TableContext): TableRow {
  const cells: string[] = [];
  const skip = (columns: number): void => {
    for (let left = columns; left > 0 && cells.length < WIDEST; left -= 1) cells.push("");
  };
  skip(count(child(row, "trPr", "gridBefore"), 0));
  const found = unwrapped(row, "tc");
  for (const cell of found) {
    const properties = child(cell, "tcPr");
    const merge = child(properties, "vMerge");
    const isContinued = merge !== undefined && attribute(merge, "val") !== "restart";
    const column = cells.length;
    const text = isContinued ? (above[column] ?? "") : context.cellText(cell);
    above[column] = text;
    if (column < WIDEST) cells.push(text);
    skip(count(child(properties, "gridSpan"), 1) - 1);
  }
  return { cells, isBanner: found.length === 1 && cells.length > 1 };
}

function count(element: XmlElement | undefined, otherwise: number): number {
  const value = Number(attribute(element, "val") ?? otherwise);
  return Number.isInteger(value) && value >= 0 ? Math.min(value, WIDEST) : otherwise;
}

function unwrapped(element: XmlElement, name: string): XmlElement[] {
  return elements(element).flatMap((inner) => {
    if (inner.name === name) return [inner];
    return WRAPPERS.has(inner.name) ? unwrapped(inner, name) : [];
  });
}
