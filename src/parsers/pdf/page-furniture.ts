// Running heads, running feet and page numbers: on every page, and about none of them.
import { type Row, rowText } from "./read-rows.ts";

const PAGE_NUMBER =
  /^(?:(?:page|seite|p\.)\s*)?[-–—|\s]*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:\/|of|von)\s*\d{1,4})?[-–—|\s]*$/i;
const ROWS_INSPECTED = 2;
const LEAST_PAGES = 3;
const SHARE = 0.4;

/** The pages' rows without those at the top and bottom that come back page after page. */
export function dropFurniture(pages: readonly (readonly Row[])[]): readonly (readonly Row[])[] {
  const counts = new Map<string, number>();
  for (const rows of pages) {
    for (const key of new Set(margins(rows).map(keyOf))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const least = Math.max(LEAST_PAGES, pages.length * SHARE);
  return pages.map((rows) => {
    const dropped = new Set(margins(rows).filter((row) => (counts.get(keyOf(row)) ?? 0) >= least));
    const outermost = [rows[0], rows.at(-1)].filter((row) => row !== undefined && PAGE_NUMBER.test(rowText(row)));
    for (const row of outermost) if (row !== undefined && pages.length >= LEAST_PAGES) dropped.add(row);
    return dropped.size === 0 ? rows : rows.filter((row) => !dropped.has(row));
  });
}

function margins(rows: readonly Row[]): readonly Row[] {
  if (rows.length <= ROWS_INSPECTED * 2) return rows;
  return [...rows.slice(0, ROWS_INSPECTED), ...rows.slice(-ROWS_INSPECTED)];
}

function keyOf(row: Row): string {
  return rowText(row).replace(/\d+/g, "#").toLowerCase();
}
