// Cuts a passage into blocks by its lines: paragraphs, list items, tables, code, headings.
import type { Span, TextFormat } from "../../spec/document.ts";

export type BlockKind = "paragraph" | "item" | "table" | "code" | "heading" | "gap";
export type Block = Span & { readonly kind: BlockKind };

type Line = Span & { readonly text: string };
type Open = { readonly kind: BlockKind; readonly start: number; end: number; readonly fence?: string };

const FENCE = /^\s*(?:[-*+]\s+)?(`{3,}|~{3,})/;
const ITEM = /^\s*(?:[-*+•]|\d{1,3}[.)])\s+\S/;
const HEADING = /^\s{0,3}#{1,6}(?:\s|$)/;
const UNDERLINE = /^\s{0,3}(?:={3,}|-{3,})\s*$/;
const RULE = /^\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/;
const ROW = /^\s*\|.*\|\s*$|^[^|\n]+(?:\s\|\s[^|\n]*)+$/;
const COMMENT = /^\s*(?:<!--.*-->|<\/?[a-zA-Z][^>]*>|!\[[^\]]*\]\([^)]*\))\s*$/;

/** Blocks in order, positions relative to `text`; blank stretches are gaps. Code and record formats are one block. */
export function splitBlocks(text: string, format: TextFormat): readonly Block[] {
  const whole = wholeKind(text, format);
  if (whole !== undefined) return text.trim() === "" ? [] : [{ kind: whole, start: 0, end: text.length }];
  const blocks: Open[] = [];
  for (const line of linesOf(text)) addLine(blocks, line, format === "markdown");
  return blocks;
}

function wholeKind(text: string, format: TextFormat): BlockKind | undefined {
  if (format === "code") return "code";
  return format === "table" && !/^\s*\|?\s*:?-{3,}/m.test(text) ? "table" : undefined;
}

function* linesOf(text: string): Generator<Line> {
  let start = 0;
  while (start < text.length) {
    const feed = text.indexOf("\n", start);
    const end = feed < 0 ? text.length : feed;
    yield { start, end, text: text.slice(start, end) };
    start = end + 1;
  }
}

function addLine(blocks: Open[], line: Line, isMarkdown: boolean): void {
  const open = blocks.at(-1);
  if (open?.fence !== undefined) return continueFence(blocks, open, line);
  const fence = FENCE.exec(line.text)?.[1];
  if (fence !== undefined) {
    blocks.push({ kind: "code", start: line.start, end: line.end, fence });
    return;
  }
  if (open?.kind === "paragraph" && isMarkdown && UNDERLINE.test(line.text)) {
    blocks[blocks.length - 1] = { kind: "heading", start: open.start, end: line.end };
    return;
  }
  const kind = kindOf(line.text, isMarkdown);
  if (open !== undefined && continues(open.kind, kind, line.text)) open.end = line.end;
  else blocks.push({ kind, start: line.start, end: line.end });
}

function continueFence(blocks: Open[], open: Open, line: Line): void {
  open.end = line.end;
  const closing = line.text.trim();
  if (closing.length < (open.fence?.length ?? 0) || !/^(`+|~+)$/.test(closing)) return;
  if (closing[0] === open.fence?.[0]) blocks[blocks.length - 1] = { kind: "code", start: open.start, end: line.end };
}

function kindOf(line: string, isMarkdown: boolean): BlockKind {
  if (line.trim() === "") return "gap";
  if (isMarkdown && (RULE.test(line) || COMMENT.test(line))) return "gap";
  if (isMarkdown && HEADING.test(line)) return "heading";
  if (ITEM.test(line)) return "item";
  return ROW.test(line) ? "table" : "paragraph";
}

/** A plain line goes on with the paragraph or list item above it; rows go on with their table. */
function continues(open: BlockKind, kind: BlockKind, line: string): boolean {
  if (kind === "paragraph") return open === "paragraph" || open === "item";
  if (kind === "table") return open === "table" || (open === "paragraph" && !line.includes("|"));
  return kind === "gap" && open === "gap";
}
