// From words in places to rows: what stands on one line, cut into segments where the line is interrupted.
import type { PageItem } from "./page-text.ts";

/** Text without an interruption: a line of a column, a cell of a table. */
export type Segment = {
  readonly text: string;
  readonly x: number;
  readonly right: number;
  readonly size: number;
};

export type Row = {
  readonly y: number;
  readonly size: number;
  readonly segments: readonly Segment[];
  readonly isCode: boolean;
};

type OpenRow = { y: number; size: number; readonly items: PageItem[] };

const SAME_LINE = 0.45;
const SPACE = 0.15;
const INTERRUPTION = 1;

/** Rows from top to bottom, segments from left to right. */
export function readRows(items: readonly PageItem[]): readonly Row[] {
  const rows: OpenRow[] = [];
  for (const item of [...items].toSorted((left, right) => left.y - right.y)) {
    if (item.text.trim() === "") continue;
    const row = rows.at(-1);
    const isSame = row !== undefined && item.y - row.y <= SAME_LINE * Math.max(row.size, item.size);
    if (!isSame) rows.push({ y: item.y, size: item.size, items: [item] });
    else {
      row.items.push(item);
      if (item.size > row.size) Object.assign(row, { y: item.y, size: item.size });
    }
  }
  return rows.map(closeRow);
}

/** The whole row as one line of text. */
export function rowText(row: Row): string {
  return row.segments.map((segment) => segment.text).join(" ");
}

function closeRow({ y, items }: OpenRow): Row {
  const ordered = items.toSorted((left, right) => left.x - right.x);
  const groups: PageItem[][] = [];
  let right = Number.NEGATIVE_INFINITY;
  for (const item of ordered) {
    const group = groups.at(-1);
    if (group !== undefined && item.x - right <= INTERRUPTION * item.size) group.push(item);
    else groups.push([item]);
    right = Math.max(right, item.right);
  }
  const segments = groups.map(closeSegment);
  return { y, size: mainSize(segments), segments, isCode: items.every((item) => item.isCode) };
}

function closeSegment(items: readonly PageItem[]): Segment {
  const [first] = items;
  const rightToLeft = items.filter((item) => item.isRightToLeft).length * 2 > items.length;
  const parts: string[] = [];
  let edge = first?.x ?? 0;
  for (const item of items) {
    if (item.x - edge > SPACE * item.size && parts.length > 0) parts.push(" ");
    parts.push(item.text);
    edge = Math.max(edge, item.right);
  }
  const text = (rightToLeft ? parts.toReversed() : parts).join("").replace(/\s+/g, " ").trim();
  return { text, x: first?.x ?? 0, right: edge, size: mainSize(items) };
}

/** The size that most characters have. */
function mainSize(parts: readonly { readonly text: string; readonly size: number }[]): number {
  const lengths = new Map<number, number>();
  for (const { text, size } of parts) lengths.set(size, (lengths.get(size) ?? 0) + text.length);
  let best = 0;
  let most = -1;
  for (const [size, length] of lengths) if (length > most) [best, most] = [size, length];
  return best;
}
