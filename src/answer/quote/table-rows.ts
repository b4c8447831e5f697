// Rows of Markdown tables and of comma- or tab-separated records, with the names of their columns.
import type { Span } from "../../spec/document.ts";

export type Row = Span & { readonly header: readonly string[]; readonly cells: readonly string[] };

const DELIMITER_ROW = /^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$/;

/** The data rows between the positions. The header is the one repeated before the passage, or the first row. */
export function tableRows(text: string, { start, end }: Span, repeatedHeader: string): readonly Row[] {
  const firstLine = text.slice(start, end).trimStart().split("\n", 1)[0] ?? "";
  const separator = separatorOf(repeatedHeader === "" ? firstLine : repeatedHeader);
  const records = recordsOf(text, { start, end }, separator);
  const lines = records.filter((line) => text.slice(line.start, line.end).trim() !== "");
  const first = lines[0];
  if (first === undefined) return [];
  const cellsOf = (line: Span): readonly string[] => splitCells(text.slice(line.start, line.end), separator);
  const repeated = repeatedHeader.split("\n").find((line) => line.trim() !== "" && !DELIMITER_ROW.test(line));
  const header = repeated === undefined ? cellsOf(first) : splitCells(repeated, separator);
  const rows = repeated === undefined ? lines.slice(1) : lines;
  return rows
    .filter((line) => !DELIMITER_ROW.test(text.slice(line.start, line.end)))
    .map((line) => ({ ...line, header, cells: cellsOf(line) }));
}

/** `Model: X200; Price: 40`: what a row says without its table around it. */
export function sayRow({ header, cells }: Pick<Row, "header" | "cells">): string {
  const said = cells.flatMap((cell, index) => {
    const name = header[index] ?? "";
    if (cell === "") return [];
    return name === "" ? [cell] : [`${name}: ${cell}`];
  });
  return said.join("; ");
}

/**
 * The same as it is meant: `price_eur: 4.90` says `price eur: 4.90 eur`, `shelfLifeDays: 6` says `shelf life days: 6 days`.
 * A column's last word is often the unit of its numbers.
 */
export function readRow({ header, cells }: Pick<Row, "header" | "cells">): string {
  const said = cells.flatMap((cell, index) => {
    const name = (header[index] ?? "").match(WORDS) ?? [];
    if (cell === "") return [];
    const unit = name.length > 1 && NUMBER.test(cell) ? ` ${name.at(-1)}` : "";
    return name.length === 0 ? [cell] : [`${name.join(" ")}: ${cell}${unit}`];
  });
  return said.join("; ");
}

/** Words of a column's name, however it holds them together: `price_eur`, `priceEur`, `Price (€)`. */
const WORDS = /\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}+(?!\p{Ll})|[\p{Lo}\p{N}]+|[%£$€¥°]+/gu;
const NUMBER = /^[-+−±~<>≤≥]?\s?\p{N}[\p{N}.,\s–-]*$/u;

/** Lines, except that a quoted field of a record may hold line breaks. */
function recordsOf(text: string, { start, end }: Span, separator: Separator): readonly Span[] {
  const records: Span[] = [];
  let from = start;
  let isQuoted = false;
  for (let at = start; at <= end; at++) {
    if (text[at] === '"' && separator !== "|") isQuoted = !isQuoted;
    if (at < end && (text[at] !== "\n" || isQuoted)) continue;
    if (at > from) records.push({ start: from, end: text[at - 1] === "\r" ? at - 1 : at });
    from = at + 1;
  }
  return records;
}

type Separator = "|" | "\t" | ";" | ",";

function separatorOf(line: string): Separator {
  if (line.includes("|")) return "|";
  if (line.includes("\t")) return "\t";
  return line.split(";").length > line.split(",").length ? ";" : ",";
}

const FIELDS = {
  "\t": /\t(?:"((?:[^"]|"")*)"|([^\t]*))/g,
  ";": /;(?:"((?:[^"]|"")*)"|([^;]*))/g,
  ",": /,(?:"((?:[^"]|"")*)"|([^,]*))/g,
};

function splitCells(line: string, separator: Separator): readonly string[] {
  if (separator === "|") {
    const inner = line
      .trim()
      .replace(/^\|/, "")
      .replace(/(?<!\\)\|$/, "");
    return inner.split(/(?<!\\)\|/).map((cell) => cell.replaceAll("\\|", "|").trim());
  }
  return [...`${separator}${line}`.matchAll(FIELDS[separator])].map(([, quoted, bare]) =>
    quoted === undefined ? (bare ?? "").trim() : quoted.replaceAll('""', '"').trim(),
  );
}
