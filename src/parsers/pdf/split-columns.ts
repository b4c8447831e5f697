// Finds columns and tables on a page, so that text is read in the order in which a person reads it.
import type { Row, Segment } from "./read-rows.ts";

export type Band =
  | { readonly kind: "lines"; readonly rows: readonly Row[] }
  | { readonly kind: "table"; readonly rows: readonly (readonly string[])[] };

const NARROWEST_GUTTER = 0.9;
const LEAST_PAIRS = 3;
const LEAST_ROWS = 6;
const NO_ROW: Row = { y: 0, size: 0, segments: [], isCode: false };
const DEEPEST = 3;
const SHORT_CELL = 18;

/** Rows of a page as bands from top to bottom; side by side columns become one band after the other. */
export function splitColumns(rows: readonly Row[], depth = 0): readonly Band[] {
  const gutter = depth < DEEPEST ? widestGutter(rows) : undefined;
  if (gutter === undefined) return rows.length === 0 ? [] : [{ kind: "lines", rows }];
  const bands: Band[] = [];
  let across: Row[] = [];
  let beside: Row[] = [];
  const flushAcross = (): void => {
    if (across.length > 0) bands.push(...splitColumns(across, depth + 1));
    across = [];
  };
  const flushBeside = (): void => {
    if (beside.length > 0) bands.push(...readBeside(beside, gutter, depth));
    beside = [];
  };
  for (const row of rows) {
    if (crosses(row, gutter)) {
      flushBeside();
      across.push(row);
    } else {
      flushAcross();
      beside.push(row);
    }
  }
  flushBeside();
  flushAcross();
  return bands;
}

function readBeside(rows: readonly Row[], gutter: number, depth: number): readonly Band[] {
  const paired = rows.filter((row) => isPaired(row, gutter));
  if (paired.length < 2) return [{ kind: "lines", rows }];
  if (shortSide(paired, gutter) < SHORT_CELL) return readTable(rows, paired);
  if (paired.length < LEAST_PAIRS && rows.length < LEAST_ROWS) return [{ kind: "lines", rows }];
  const left = side(rows, (segment) => segment.right <= gutter);
  const right = side(rows, (segment) => segment.x >= gutter);
  return [...splitColumns(left, depth + 1), ...splitColumns(right, depth + 1)];
}

/** The x at which most rows have text on both sides and none in between; undefined when few do. */
function widestGutter(rows: readonly Row[]): number | undefined {
  const edges: { readonly at: number; readonly step: number }[] = [];
  for (const { segments, size } of rows) {
    for (let index = 1; index < segments.length; index += 1) {
      const from = segments[index - 1]?.right ?? 0;
      const to = segments[index]?.x ?? 0;
      if (to - from >= NARROWEST_GUTTER * size) edges.push({ at: from, step: 1 }, { at: to, step: -1 });
    }
  }
  edges.sort((left, right) => left.at - right.at || left.step - right.step);
  let open = 0;
  let most = 0;
  let place: number | undefined;
  edges.forEach(({ at, step }, index) => {
    open += step;
    if (open <= most) return;
    most = open;
    place = (at + (edges[index + 1]?.at ?? at)) / 2;
  });
  return most >= 2 ? place : undefined;
}

function crosses({ segments }: Row, gutter: number): boolean {
  return segments.some((segment) => segment.x < gutter && segment.right > gutter);
}

function isPaired({ segments }: Row, gutter: number): boolean {
  return segments.some((segment) => segment.right <= gutter) && segments.some((segment) => segment.x >= gutter);
}

function side(rows: readonly Row[], belongs: (segment: Segment) => boolean): readonly Row[] {
  const found: Row[] = [];
  for (const row of rows) {
    const segments = row.segments.filter(belongs);
    const [first] = segments;
    if (first !== undefined) found.push({ ...row, size: first.size, segments });
  }
  return found;
}

/** The typical number of characters on the side that has fewer: columns of prose are long on both. */
function shortSide(rows: readonly Row[], gutter: number): number {
  const lengths = [0, 1].map((which) =>
    median(
      rows.map(({ segments }) => {
        const cells = segments.filter((segment) => (which === 0 ? segment.right <= gutter : segment.x >= gutter));
        return Math.max(0, ...cells.map((cell) => cell.text.length));
      }),
    ),
  );
  return Math.min(...lengths);
}

/** Rows before and after the table stay lines; a row with fewer cells goes on with the row above it. */
function readTable(rows: readonly Row[], paired: readonly Row[]): readonly Band[] {
  const starts = columnStarts(paired);
  const first = rows.indexOf(paired[0] ?? NO_ROW);
  const last = rows.indexOf(paired.at(-1) ?? NO_ROW);
  if (starts.length < 2 || first === -1) return [{ kind: "lines", rows }];
  const cells: string[][] = [];
  for (const row of rows.slice(first, last + 1)) {
    const above = cells.at(-1);
    const continues = above !== undefined && row.segments.length === 1 && columnOf(row.segments[0], starts) > 0;
    const target = continues ? above : starts.map(() => "");
    for (const segment of row.segments) {
      const column = columnOf(segment, starts);
      target[column] = `${target[column] ?? ""} ${segment.text}`.trim();
    }
    if (!continues) cells.push(target);
  }
  const bands: Band[] = [
    { kind: "lines", rows: rows.slice(0, first) },
    { kind: "table", rows: cells },
    { kind: "lines", rows: rows.slice(last + 1) },
  ];
  return bands.filter((band) => band.rows.length > 0);
}

/** Left edges of the columns: where segments of several rows start, or for numbers set flush right, overlap. */
function columnStarts(rows: readonly Row[]): readonly number[] {
  const segments = rows.flatMap((row) => row.segments).toSorted((left, right) => left.x - right.x);
  const starts: number[] = [];
  let right = Number.NEGATIVE_INFINITY;
  for (const segment of segments) {
    if (segment.x > right) starts.push(segment.x);
    right = Math.max(right, segment.right);
  }
  return starts;
}

function columnOf(segment: Segment | undefined, starts: readonly number[]): number {
  let column = 0;
  starts.forEach((start, index) => {
    if (segment !== undefined && start <= segment.x + 0.5) column = index;
  });
  return column;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
