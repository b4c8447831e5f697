// Cuts a passage into what can be quoted: a sentence, a table row, a piece of code, a lead-in with its list.
import type { Span, TextFormat } from "../../spec/document.ts";
import { plainLine } from "./plain-text.ts";
import { splitBlocks, type Block } from "./split-blocks.ts";
import { splitSentences } from "./split-sentences.ts";
import { sayRow, tableRows } from "./table-rows.ts";

export type UnitKind = "sentence" | "row" | "code" | "list";

/** Positions are relative to the passage's text. */
export type QuoteUnit = Span & {
  readonly kind: UnitKind;
  /** What it says, without markup. */
  readonly shown: string;
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

type Draft = {
  readonly passage: Quotable;
  readonly units: QuoteUnit[];
  heading: string;
  lead: string;
  /** The lead is a question that no paragraph has answered yet. */
  isAsked: boolean;
};

/** Units in reading order. Headings and questions are not quotable: they become the lead of what follows. */
export function splitUnits(passage: Quotable): readonly QuoteUnit[] {
  const draft: Draft = { passage, units: [], heading: passage.heading, lead: "", isAsked: false };
  const blocks = splitBlocks(passage.text, passage.format);
  for (const [index, block] of blocks.entries()) addBlock(draft, block, blocks.slice(index + 1));
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
  const sentences = splitSentences(text, block);
  for (const [index, span] of sentences.entries()) {
    const shown = plainLine(text.slice(span.start, span.end));
    if (shown === "") continue;
    if (/[?？]["'”’)*_]*$/.test(shown)) {
      draft.lead = shown;
      draft.isAsked = true;
    } else if (index === sentences.length - 1 && /[:：]["'”’)*_]*$/.test(shown)) addLeadIn(draft, span, following);
    else push(draft, { ...span, kind: "sentence", shown });
  }
}

/** `To reset it:` with the steps below it is one quote, and the lead of each step. */
function addLeadIn(draft: Draft, span: Span, following: readonly Block[]): void {
  const { text } = draft.passage;
  let { end } = span;
  for (const { kind, ...next } of following) {
    if (next.end - span.start > MAX_LIST || (kind !== "gap" && kind !== "item" && kind !== "code")) break;
    if (kind !== "gap") ({ end } = next);
    if (kind === "code") break;
  }
  const lead = plainLine(text.slice(span.start, span.end));
  if (end > span.end)
    push(draft, { start: span.start, end, kind: "list", shown: showLines(text.slice(span.start, end)) });
  else push(draft, { ...span, kind: "sentence", shown: lead });
  draft.lead = lead;
}

function showLines(text: string): string {
  const lines: string[] = [];
  let isCode = false;
  for (const line of text.split("\n")) {
    const isFence = /^\s*(?:`{3,}|~{3,})/.test(line);
    if (isFence) isCode = !isCode;
    if (isCode || isFence) lines.push(line);
    else if (line.trim() !== "") lines.push(showItem(line));
  }
  return lines.join("\n");
}

function showItem(line: string): string {
  const marker = /^\s*(?:([-*+•])|(\d{1,3})[.)])\s+/.exec(line);
  const sign = marker?.[2] === undefined ? "- " : `${marker[2]}. `;
  return marker === null ? plainLine(line) : sign + plainLine(line);
}

function addRows(draft: Draft, block: Block): void {
  const { text, prefix } = draft.passage;
  for (const { header, cells, ...span } of tableRows(text, block, prefix)) {
    const said = sayRow({ header, cells });
    const shown = plainLine(said.slice(0, MAX_ROW)) + (said.length > MAX_ROW ? "…" : "");
    if (shown !== "") push(draft, { ...span, kind: "row", shown });
  }
}

function addCode(draft: Draft, block: Block): void {
  for (const span of codePieces(draft.passage.text, block)) {
    const code = draft.passage.text.slice(span.start, span.end);
    if (/[\p{L}\p{N}]/u.test(code)) push(draft, { ...span, kind: "code", shown: fenced(code) });
  }
}

function fenced(code: string): string {
  const body = code.trim();
  return /^(?:`{3,}|~{3,})/.test(body) ? body : `\`\`\`\n${code.replace(/^\s*\n|\s+$/g, "")}\n\`\`\``;
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

function push(draft: Draft, unit: Omit<QuoteUnit, "lead">): void {
  const lead = [draft.heading, draft.lead].filter((part) => part !== "").join(" ");
  draft.units.push({ ...unit, lead });
}
