// The rows of an HTML table of data.
import { oneLine } from "../markdown-writer.ts";
import type { HtmlElement } from "./build-tree.ts";
import { inlineText } from "./inline-text.ts";

export type TableContent = {
  readonly caption: string;
  readonly rows: readonly (readonly string[])[];
};

const WIDEST_SPAN = 50;

/** Cells in order; a cell that spans columns is followed by empty ones. */
export function tableRows(table: HtmlElement, dropped: ReadonlySet<HtmlElement>): TableContent {
  const rows: string[][] = [];
  let caption = "";
  const open: HtmlElement[] = [table];
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    if (dropped.has(element)) continue;
    if (element.name === "caption") caption = cellText(element, dropped);
    else if (element.name === "td" || element.name === "th") addCell(rows, element, dropped);
    else {
      if (element.name === "tr") rows.push([]);
      for (let index = element.children.length - 1; index >= 0; index -= 1) {
        const child = element.children[index];
        if (typeof child === "object") open.push(child);
      }
    }
  }
  return { caption, rows: rows.filter((row) => row.some((cell) => cell !== "")) };
}

function addCell(rows: string[][], cell: HtmlElement, dropped: ReadonlySet<HtmlElement>): void {
  if (rows.length === 0) rows.push([]);
  const row = rows.at(-1);
  row?.push(cellText(cell, dropped));
  const span = Number.parseInt(cell.attributes.get("colspan") ?? "1", 10);
  for (let extra = 1; extra < Math.min(WIDEST_SPAN, span); extra += 1) row?.push("");
}

function cellText(cell: HtmlElement, dropped: ReadonlySet<HtmlElement>): string {
  return oneLine(inlineText([cell], dropped));
}
