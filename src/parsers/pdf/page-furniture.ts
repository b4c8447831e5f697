// Running heads, running feet and page numbers: on every page, and about none of them.
import { type Row, rowText } from "./read-rows.ts";

const PAGE_NUMBER =
  /^(?:(?:page|seite|p\.)\s*)?[-–—|\s]*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:\/|of|von)\s*\d{1,4})?[-–—|\s]*$/i;
const MARGIN = 0.12;
const SAME_PLACE = 4;
const LEAST_PAGES = 3;
const SHARE = 0.4;
/** Words beside a page number, which change from chapter to chapter. */
const NUMBERED = /^# \S|\S #$/;

export type PageRows = { readonly height: number; readonly rows: readonly Row[] };

/** The pages' rows without those in the margins that come back at the same place page after page. */
export function dropFurniture(pages: readonly PageRows[]): readonly (readonly Row[])[] {
  const counts = new Map<string, number>();
  for (const page of pages) {
    for (const key of new Set(margins(page).map(placeOf))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const usual = Math.max(LEAST_PAGES, pages.length * SHARE);
  const isFurniture = (row: Row): boolean => {
    if (pages.length >= LEAST_PAGES && PAGE_NUMBER.test(rowText(row))) return true;
    return (counts.get(placeOf(row)) ?? 0) >= (NUMBERED.test(wordsOf(row)) ? 2 : usual);
  };
  return pages.map((page) => {
    const dropped = new Set(margins(page).filter(isFurniture));
    return dropped.size === 0 ? page.rows : page.rows.filter((row) => !dropped.has(row));
  });
}

function margins({ rows, height }: PageRows): readonly Row[] {
  return rows.filter((row) => row.y < MARGIN * height || row.y > (1 - MARGIN) * height);
}

function placeOf(row: Row): string {
  return `${wordsOf(row)}@${Math.round(row.y / SAME_PLACE)}`;
}

function wordsOf(row: Row): string {
  return rowText(row).replace(/\d+/g, "#").toLowerCase();
}
