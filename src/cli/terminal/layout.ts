// Tables, wrapped paragraphs and numbers for people.
import { cleanText, joinStyled, line, type Printable, type Styled, visibleWidth } from "./styled.ts";

export type Alignment = "left" | "right";

/** Rows in columns as wide as their widest cell; the last column is left ragged. */
export function table(rows: readonly (readonly Printable[])[], alignments: readonly Alignment[] = []): Styled[] {
  const cells = rows.map((row) => row.map((cell) => line`${cell}`));
  const columns = Math.max(0, ...cells.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...cells.map((row) => (row[column] === undefined ? 0 : visibleWidth(row[column])))),
  );
  return cells.map((row) => {
    const padded = row.map((cell, column) => {
      const right = alignments[column] === "right";
      if (!right && column === row.length - 1) return cell;
      const gap = " ".repeat((widths[column] ?? 0) - visibleWidth(cell));
      return right ? line`${gap}${cell}` : line`${cell}${gap}`;
    });
    return joinStyled(padded, "  ");
  });
}

/** The text cut into lines of at most `width` columns at spaces, each begun with the indent. */
export function wrap(text: string, width: number, indent = ""): Styled[] {
  const room = Math.max(20, width - indent.length);
  return cleanText(text)
    .split("\n")
    .flatMap((paragraph) => wrapParagraph(paragraph, room))
    .map((piece) => line`${indent}${piece}`);
}

function wrapParagraph(paragraph: string, room: number): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of paragraph.split(/ +/u)) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (visibleWidth(line`${longer}`) > room && current !== "") {
      lines.push(current);
      current = word;
    } else {
      current = longer;
    }
  }
  return [...lines, current];
}

/** On one line, cut off where it is longer. */
export function shortened(text: string, mostCharacters = 200): string {
  const flat = text.replaceAll(/\s+/gu, " ").trim();
  return flat.length > mostCharacters ? `${flat.slice(0, mostCharacters - 1).toWellFormed()}…` : flat;
}

/** 12,345 */
export function count(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: value < 10 && !Number.isInteger(value) ? 1 : 0 });
}

/** `1 document`, `3 documents` */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${value === 1 ? noun : `${noun}s`}`;
}

export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = value < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** power;
  return `${power > 0 && scaled < 10 ? scaled.toFixed(1) : Math.round(scaled)} ${units[power] ?? "B"}`;
}

export function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
