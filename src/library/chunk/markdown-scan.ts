// The state of reading Markdown: the block that the next line may continue, and the lists around it.
import type { PassageKind } from "../../spec/document.ts";
import { headingLabel } from "./heading-label.ts";
import type { Lines } from "./lines.ts";
import { trimEnd } from "./lines.ts";
import { CUT, type OutlineBuilder, type Task } from "./outline.ts";
import { addBlock, addHeading } from "./split-block.ts";

export type OpenKind = "paragraph" | "item" | "itemText" | "quote" | "table" | "html" | "fence" | "indented" | "module";

export type OpenFence = { readonly mark: number; readonly length: number; readonly indent: number };

/** The block that the next line may continue. */
export type Open = {
  readonly kind: OpenKind;
  readonly start: number;
  end: number;
  readonly cut: number;
  lastLine: number;
  lineCount: number;
  readonly headerEnd: number | undefined;
  readonly fence: OpenFence | undefined;
  /** Where a block with an end mark of its own stops, whatever its lines look like. */
  readonly until: number;
};

export type Scan = {
  readonly task: Task;
  readonly builder: OutlineBuilder;
  readonly lines: Lines;
  open: Open | undefined;
  /** Content columns of the list items that the current line may be inside of. */
  readonly items: number[];
  /** Whether the line before belonged to a list. */
  inList: boolean;
  /** What the next block follows: a paragraph or an item that ends in a colon, another paragraph, or something else. */
  before: "lead-in" | "lead-in item" | "paragraph" | "other";
  /** Lines that start before this position are no text (a comment). */
  skipUntil: number;
  /** Where each end mark (of a comment, of a script) was last found; -1 when there is none left. */
  readonly endMarks: Map<string, number>;
};

const KIND_OF: Record<OpenKind, PassageKind> = {
  paragraph: "prose",
  item: "list",
  itemText: "list",
  quote: "prose",
  table: "table",
  html: "prose",
  fence: "code",
  indented: "code",
  module: "code",
};

export function createScan(task: Task, builder: OutlineBuilder, lines: Lines): Scan {
  return {
    task,
    builder,
    lines,
    open: undefined,
    items: [],
    inList: false,
    before: "other",
    skipUntil: 0,
    endMarks: new Map(),
  };
}

export type OpenDetails = {
  readonly cut?: number;
  readonly headerEnd?: number;
  readonly fence?: OpenFence;
  readonly until?: number;
};

/** Opens a block with the current line as its last so far. */
export function openBlock(scan: Scan, kind: OpenKind, start: number, details: OpenDetails = {}): void {
  scan.open = {
    kind,
    start,
    end: scan.lines.end,
    cut: details.cut ?? cutBefore(scan, kind),
    lastLine: start,
    lineCount: 1,
    headerEnd: details.headerEnd,
    fence: details.fence,
    until: details.until ?? 0,
  };
}

function cutBefore(scan: Scan, kind: OpenKind): number {
  const speaksOf = kind !== "paragraph" && kind !== "html";
  const inItem = scan.items.length > 0;
  if (scan.before === "lead-in item" && inItem) return CUT.leadIn;
  if (scan.before === "lead-in") return speaksOf ? CUT.leadIn : CUT.companion;
  if (inItem) return CUT.nestedItem;
  return scan.before === "paragraph" && speaksOf ? CUT.companion : CUT.block;
}

/** The current line belongs to the open block. */
export function extendBlock(scan: Scan): void {
  if (scan.open === undefined) return;
  scan.open.end = scan.lines.end;
  scan.open.lastLine = scan.lines.start;
  scan.open.lineCount += 1;
}

/** Hands the open block on as units. */
export function closeBlock(scan: Scan): void {
  const { open, task } = scan;
  if (open === undefined) return;
  scan.open = undefined;
  const kind = KIND_OF[open.kind];
  const span = { start: open.start, end: open.end };
  addBlock(task, scan.builder, {
    kind,
    span,
    cut: open.cut,
    ...(open.headerEnd === undefined ? {} : { headerEnd: open.headerEnd }),
  });
  scan.before = followedBy(task.text, open, kind);
  scan.inList = scan.items.length > 0;
}

function followedBy(text: string, open: Open, kind: PassageKind): Scan["before"] {
  if (kind !== "prose" && kind !== "list") return "other";
  const last = text.charCodeAt(trimEnd(text, open.start, open.end) - 1);
  if (last === 58 || last === 0xff1a) return open.kind === "item" ? "lead-in item" : "lead-in";
  return kind === "prose" ? "paragraph" : "other";
}

export type Title = {
  readonly level: number;
  readonly start: number;
  readonly end: number;
  /** Where the title's words end when they are not all of the heading (`===` under it). */
  readonly titleEnd?: number;
};

/** Begins a section; lists do not reach over headings. */
export function openSection(scan: Scan, title: Title): void {
  const { task, builder } = scan;
  const label = headingLabel(task.text.slice(title.start, title.titleEnd ?? title.end));
  scan.items.length = 0;
  scan.before = "other";
  addHeading(task, builder, { level: title.level, label, start: title.start, end: title.end });
}
