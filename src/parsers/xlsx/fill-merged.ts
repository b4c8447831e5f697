// Repeats what stands in a cell that is merged downwards in each of its rows, so that every row says it.
import type { Row } from "./read-sheet.ts";

const MOST_RANGES = 20_000;
const MOST_FILLS = 500_000;
const REFERENCE = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/;

/** Fills the first column of each merged range; only rows that hold something are touched. */
export function fillMerged(rows: readonly Row[], ranges: readonly string[]): void {
  const places = new Map(rows.map((row, index) => [row.number, index]));
  let left = MOST_FILLS;
  for (const range of ranges.slice(0, MOST_RANGES)) {
    const [, letters, first, , last] = REFERENCE.exec(range) ?? [];
    const start = places.get(Number(first));
    if (letters === undefined || start === undefined || first === last) continue;
    const column = columnNumber(letters);
    const value = rows[start]?.cells.get(column);
    if (value === undefined) continue;
    for (let index = start + 1; index < rows.length && left > 0; index += 1) {
      const row = rows[index];
      if (row === undefined || row.number > Number(last)) break;
      if (!row.cells.has(column)) row.cells.set(column, value);
      left -= 1;
    }
  }
}

function columnNumber(letters: string): number {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}
