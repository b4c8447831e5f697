// Cuts a passage into what can be quoted: a sentence, a table row, a piece of code, a lead-in with its list.
import type { Span, TextFormat } from "../../spec/document.ts";
import { fieldRun } from "./field-run.ts";
import { plainLine } from "./plain-text.ts";
import { splitBlocks, type Block } from "./split-blocks.ts";
import { splitSentences } from "./split-sentences.ts";
import { readRow, type Row, sayRow, tableRows } from "./table-rows.ts";

export type UnitKind = "sentence" | "row" | "code" | "list";

/** Positions are relative to the passage's text. */
export type QuoteUnit = Span & {
  readonly kind: UnitKind;
  /** Sentences of one paragraph or list item share a number. */
  readonly block: number;
  /** What it says, without markup. */
  readonly shown: string;
  /** The same as it is meant, where that is not what is written: the names of columns in words, their units beside the numbers. */
  readonly meant?: string;
  /** What stands above it and gives it its meaning: a heading, a question, a lead-in. */
  readonly lead: string;
};

export type Quotable = {
  readonly text: string;
  readonly prefix: string;
  readonly format: TextFormat;
  /** The heading that the passage stands under. */
  readonly heading: string;
};

/** A lead-in takes its whole list or code with it as long as all of it stays readable. */
const MAX_LIST = 900;
const MAX_CODE = 900;
/** What is shown of an endless row; the citation still covers all of it. */
const MAX_ROW = 2000;
const MAX_CODE_LINES = 12;
const FENCED_LINE = /^\s*(?:`{3,}|~{3,}).*$/gm;
const FENCE = /^\s*(`{3,}|~{3,})/;

/** An answer that only begins: it stays with the sentence after it. */
const BEGINNING = /^(?:yes|no|never|always|sure|of course)[.!]$/i;

type Draft = {
  readonly passage: Quotable;
  readonly units: QuoteUnit[];
  block: number;
  heading: string;
  lead: string;
  /** Up to here a list belongs to a quote of its own already. */
  listEnd: number;
  /** The lead is a question that no paragraph has answered yet. */
  isAsked: boolean;
};

/** Units in reading order. Headings and questions are not quotable: they become the lead of what follows. */
export function splitUnits(passage: Quotable): readonly QuoteUnit[] {
  const { heading } = passage;
  const draft: Draft = { passage, units: [], block: 0, heading, lead: "", listEnd: 0, isAsked: false };
  const blocks = splitBlocks(passage.text, passage.format);
  let recordEnd = 0;
  for (const [index, block] of blocks.entries()) {
    if (index < recordEnd) continue;
    draft.block = index;
    const record = fieldRun(passage.text, blocks, index);
    if (record === undefined) addBlock(draft, block, blocks.slice(index + 1));
    else {
      addRow(draft, record);
      recordEnd = index + record.blocks;
    }
  }
  return draft.units;
}

function addBlock(draft: Draft, block: Block, following: readonly Block[]): void {
  const { text } = draft.passage;
  switch (block.kind) {
    case "gap":
      return;
    case "heading":
      draft.heading = plainLine(text.slice(block.start, block.end).replace(/\n\s*[=-]+\s*$/, ""));
      draft.lead = "";
      return;
    case "table":
      return addRows(draft, block);
    case "code":
      return addCode(draft, block);
    case "item":
      // why: steps straight below a heading are one quote too.
      if (block.start >= draft.listEnd) addLines(draft, block, following);
      return addSentences(draft, block, []);
    case "paragraph":
      if (!draft.isAsked) draft.lead = "";
      draft.isAsked = false;
      return addSentences(draft, block, following);
    default:
      return block.kind satisfies never;
  }
}

function addSentences(draft: Draft, block: Block, following: readonly Block[]): void {
  const { text } = draft.passage;
  const sentences = joinBeginnings(text, splitSentences(text, block));
  for (const [index, span] of sentences.entries()) {
    const raw = text.slice(span.start, span.end);
    const shown = plainLine(raw);
    if (shown === "") continue;
    if (/[?？]["'”’)*_]*$/.test(shown)) {
      draft.lead = shown;
      draft.isAsked = true;
    } else if (index === sentences.length - 1 && leadsIn(shown, following)) addLeadIn(draft, span, following);
    else push(draft, { ...span, kind: "sentence", shown });
    if (index === 0 && isRunIn(raw)) draft.lead = shown;
  }
}

/** `To reset it:`, or a sentence that a list brings to its end. */
function leadsIn(shown: string, following: readonly Block[]): boolean {
  const next = following.find(({ kind }) => kind !== "gap");
  return /[:：]["'”’)*_]*$/.test(shown) || (next?.kind === "item" && !/[.!…。！]["'”’)*_`]*$/.test(shown));
}

function joinBeginnings(text: string, sentences: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const span of sentences) {
    const before = joined.at(-1);
    const isBegun = before !== undefined && BEGINNING.test(text.slice(before.start, before.end));
    if (isBegun) joined[joined.length - 1] = { start: before.start, end: span.end };
    else joined.push(span);
  }
  return joined;
}

/** `**E42 The sensor is wet.** Dry it.`: what stands in bold leads the rest of its paragraph. */
function isRunIn(raw: string): boolean {
  return /^(?:\*\*|__)[^*_]+(?:\*\*|__)[.:]?$/.test(raw.trim());
}

/** `To reset it:` with the steps below it is one quote, and the lead of each step. */
function addLeadIn(draft: Draft, span: Span, following: readonly Block[]): void {
  const lead = plainLine(draft.passage.text.slice(span.start, span.end));
  if (!addLines(draft, span, following)) push(draft, { ...span, kind: "sentence", shown: lead });
  draft.lead = lead;
}

/** The list that begins in or after `first`, as one quote; false when there is no list. */
function addLines(draft: Draft, first: Span, following: readonly Block[]): boolean {
  const end = endOfList(first, following);
  draft.listEnd = following.find(({ kind }) => kind !== "gap" && kind !== "item")?.start ?? Infinity;
  if (end === first.end) return false;
  push(draft, { start: first.start, end, kind: "list", shown: showLines(draft.passage.text.slice(first.start, end)) });
  return true;
}

/** As long as all of it stays readable; code ends it. */
function endOfList(from: Span, following: readonly Block[]): number {
  let { end } = from;
  for (const { kind, ...next } of following) {
    if (next.end - from.start > MAX_LIST || (kind !== "gap" && kind !== "item" && kind !== "code")) break;
    if (kind !== "gap") ({ end } = next);
    if (kind === "code") break;
  }
  return end;
}

function showLines(text: string): string {
  const lines: string[] = [];
  let isCode = false;
  for (const line of text.split("\n")) {
    const isFence = FENCE.test(line);
    if (isFence) isCode = !isCode;
    if (isCode || isFence) lines.push(line);
    else if (line.trim() !== "") addLine(lines, line);
  }
  return lines.join("\n");
}

/** A line without a mark goes on with the item above it. */
function addLine(lines: string[], line: string): void {
  const mark = /^\s*(?:[-*+•]|(\d{1,3})[.)])\s+/.exec(line);
  const last = lines.length - 1;
  const isWrapped = mark === null && /^(?:- |\d+\. )/.test(lines[last] ?? "");
  if (isWrapped) lines[last] = `${lines[last]} ${plainLine(line)}`;
  else
    lines.push(mark === null ? plainLine(line) : `${mark[1] === undefined ? "-" : `${mark[1]}.`} ${plainLine(line)}`);
}

function addRows(draft: Draft, block: Block): void {
  const { text, prefix } = draft.passage;
  for (const row of tableRows(text, block, prefix)) addRow(draft, row);
}

function addRow(draft: Draft, { header, cells, start, end }: Row): void {
  const said = sayRow({ header, cells });
  const shown = plainLine(said.slice(0, MAX_ROW)) + (said.length > MAX_ROW ? "…" : "");
  const meant = plainLine(readRow({ header, cells }).slice(0, MAX_ROW));
  if (shown !== "") push(draft, { start, end, kind: "row", shown, meant });
}

function addCode(draft: Draft, block: Block): void {
  for (const span of codePieces(draft.passage.text, block)) {
    const code = draft.passage.text.slice(span.start, span.end);
    if (/[\p{L}\p{N}]/u.test(code.replace(FENCED_LINE, "")))
      push(draft, { ...span, kind: "code", shown: fenced(code) });
  }
}

/** A piece of fenced code may lack either fence; it is shown with both. */
function fenced(code: string): string {
  const lines = code.replace(/^\s*\n|\s+$/g, "").split("\n");
  const opening = FENCE.test(lines[0] ?? "") ? lines.shift() : undefined;
  if (FENCE.test(lines.at(-1) ?? "")) lines.pop();
  const marks = FENCE.exec(opening ?? "")?.[1] ?? "```";
  return [opening?.trim() ?? marks, ...lines, marks].join("\n");
}

/** Short code stays whole; long code is cut at blank lines, and otherwise after some lines. */
function codePieces(text: string, { start, end }: Span): readonly Span[] {
  if (end - start <= MAX_CODE && text.slice(start, end).split("\n").length <= MAX_CODE_LINES) return [{ start, end }];
  const pieces: Span[] = [];
  let from = start;
  let lines = 0;
  for (let at = start; at < end; at++) {
    if (text[at] !== "\n") continue;
    lines++;
    const isFull = lines >= MAX_CODE_LINES || at - from > MAX_CODE;
    if (!isFull && text[at + 1] !== "\n") continue;
    pieces.push({ start: from, end: at });
    from = at + 1;
    lines = 0;
  }
  return [...pieces, { start: from, end }].filter((piece) => text.slice(piece.start, piece.end).trim() !== "");
}

function push(draft: Draft, unit: Omit<QuoteUnit, "lead" | "block">): void {
  const lead = [draft.heading, draft.lead].filter((part) => part !== "").join(" ");
  draft.units.push({ ...unit, block: draft.block, lead });
}
