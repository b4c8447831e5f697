// Joins the lines of a column into paragraphs, list items and headings, and mends words cut at line ends.
import type { Row } from "./read-rows.ts";
import { rowText } from "./read-rows.ts";

export type TextBlock = {
  readonly kind: "paragraph" | "item" | "heading" | "code";
  readonly text: string;
  readonly size: number;
};

const BULLET = /^(?:[•◦▪▫‣●○■□–—*·-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s+(?=\S)/u;
const SYMBOL = /^[•◦▪▫‣●○■□–—*·-]\s+/u;
const HEADING_RATIO = 1.12;
const LONGEST_HEADING = 200;

type Line = {
  readonly text: string;
  readonly x: number;
  readonly right: number;
  readonly y: number;
  readonly size: number;
  readonly isCode: boolean;
};

/** Blocks of one column; `bodySize` is the size of the document's running text. */
export function joinLines(rows: readonly Row[], bodySize: number): readonly TextBlock[] {
  const lines = rows.map(toLine).filter((line) => line.text !== "");
  const shape = measure(lines);
  const groups: Line[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const previous = group?.at(-1);
    if (group === undefined || previous === undefined || startsBlock({ line, previous, group, shape }))
      groups.push([line]);
    else group.push(line);
  }
  return groups.map((group) => toBlock(group, bodySize));
}

/** Two lines of one paragraph as one text; a hyphen at the end of the first is taken for a cut word. */
export function joinTwo(before: string, after: string): string {
  if (/\p{L}[-\u00ad]$/u.test(before) && /^\p{Ll}/u.test(after)) return before.slice(0, -1) + after;
  return before.endsWith("_") ? before + after : `${before} ${after}`;
}

type Shape = { readonly left: number; readonly right: number; readonly pitch: number };

type Boundary = {
  readonly line: Line;
  readonly previous: Line;
  readonly group: readonly Line[];
  readonly shape: Shape;
};

function startsBlock({ line, previous, group, shape }: Boundary): boolean {
  if (line.isCode !== previous.isCode) return true;
  if (line.isCode) return line.y - previous.y > 4 * line.size;
  if (Math.abs(line.size - previous.size) > 0.08 * previous.size) return true;
  const gap = line.y - previous.y;
  if (gap > Math.max(1.35 * shape.pitch, 1.6 * line.size) || gap < 0) return true;
  if (BULLET.test(line.text)) return true;
  const [first] = group;
  const isEnded = /[.!?:]["”’)]?$/.test(previous.text);
  const isHanging = first !== undefined && BULLET.test(first.text);
  const indent = line.x - shape.left;
  const isShort = shape.right - previous.right > 0.25 * (shape.right - shape.left);
  if (
    !isHanging &&
    (isEnded || isShort) &&
    indent > line.size &&
    indent < 5 * line.size &&
    previous.x - shape.left < 0.5 * line.size
  )
    return true;
  return isShort && isEnded;
}

function toBlock(group: readonly Line[], bodySize: number): TextBlock {
  const [first, ...others] = group;
  const size = first?.size ?? bodySize;
  if (first?.isCode === true) return { kind: "code", text: codeText(group), size };
  const text = others.reduce((before, line) => joinTwo(before, line.text), first?.text ?? "");
  const isLarge = size > bodySize * HEADING_RATIO && text.length <= LONGEST_HEADING && /\p{L}/u.test(text);
  if (isLarge) return { kind: "heading", text, size };
  if (!BULLET.test(text)) return { kind: "paragraph", text, size };
  return { kind: "item", text: SYMBOL.test(text) ? text.replace(SYMBOL, "- ") : text, size };
}

/** Code line by line, with its indentation told from where the lines start. */
function codeText(lines: readonly Line[]): string {
  const left = Math.min(...lines.map((line) => line.x));
  return lines
    .map(({ text, x, right }) => {
      const width = Math.max(1, (right - x) / Math.max(1, text.length));
      return " ".repeat(Math.min(40, Math.round((x - left) / width))) + text;
    })
    .join("\n");
}

function measure(lines: readonly Line[]): Shape {
  const gaps: number[] = [];
  lines.forEach((line, index) => {
    const gap = line.y - (lines[index - 1]?.y ?? line.y);
    if (gap > 0.3 * line.size) gaps.push(gap);
  });
  gaps.sort((left, right) => left - right);
  let left = Number.POSITIVE_INFINITY;
  let right = 0;
  for (const line of lines) {
    left = Math.min(left, line.x);
    right = Math.max(right, line.right);
  }
  return { left, right, pitch: gaps[Math.floor(gaps.length * 0.4)] ?? 0 };
}

function toLine(row: Row): Line {
  const { segments, y, size, isCode } = row;
  return { text: rowText(row), x: segments[0]?.x ?? 0, right: segments.at(-1)?.right ?? 0, y, size, isCode };
}
