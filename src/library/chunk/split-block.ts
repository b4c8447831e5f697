// Turns one block of a document into units: whole when it fits a passage, otherwise cut where its kind allows.
import type { PassageKind, Span } from "../../spec/document.ts";
import { advance, linesOf, trimEnd } from "./lines.ts";
import { mixText } from "./mix-text.ts";
import { CUT, type OutlineBuilder, type TableHeader, type Task } from "./outline.ts";
import { type EmitPiece, eachSentence } from "./sentences.ts";
import { eachCodeLine } from "./split-code.ts";
import { SMALLEST_PIECE, splitRun } from "./split-run.ts";

export type Block = {
  readonly kind: PassageKind;
  readonly span: Span;
  /** Price of beginning a passage with the block. */
  readonly cut: number;
  /** End of a table's header lines; the rows after it repeat them when they begin a passage. */
  readonly headerEnd?: number;
  /** Emits the rows of a table after its header; without it every line is a row. */
  readonly eachRow?: (text: string, span: Span, emit: EmitPiece) => void;
};

/** The largest share of a passage that a repeated table header may take. */
const HEADER_SHARE = 0.4;
const PIECES_PER_TARGET = 12;
const CRUMB_REACH = 24;

export type Heading = Span & {
  readonly level: number;
  readonly label: string;
};

/** Opens a section with its heading line, which stays with what follows. */
export function addHeading(task: Task, builder: OutlineBuilder, heading: Heading): void {
  const { text, options } = task;
  const { start } = heading;
  const end = trimEnd(text, start, heading.end);
  builder.section(heading.level, heading.label, start);
  const tokens = task.countTokens(start, end);
  if (tokens <= options.maxTokens) builder.unit("heading", { start, end }, { cut: CUT.heading, tokens });
  else addPieces(task, builder, { kind: "prose", span: { start, end }, cut: CUT.heading });
}

export function addBlock(task: Task, builder: OutlineBuilder, block: Block): void {
  const { text, options, work } = task;
  const start = block.span.start;
  const end = trimEnd(text, start, block.span.end);
  if (end <= start) return;
  work.steps += end - start;
  const tokens = task.countTokens(start, end);
  if (tokens <= options.maxTokens) builder.unit(block.kind, { start, end }, { cut: block.cut, tokens });
  else addPieces(task, builder, { ...block, span: { start, end } });
}

function addPieces(task: Task, builder: OutlineBuilder, block: Block): void {
  const { text, options, work } = task;
  const collector = createCollector(task, builder, block);
  const { start, end } = block.span;
  work.steps += end - start;
  if (block.kind === "table") addRows(task, collector, block);
  else if (block.kind === "code") eachCodeLine(text, start, end, collector.add);
  else eachSentence(text, start, end, collector.add);
  collector.finish();
  work.steps += options.maxTokens;
}

function addRows(task: Task, collector: Collector, block: Block): void {
  const { text } = task;
  const { start, end } = block.span;
  const headerEnd = block.headerEnd ?? start;
  if (headerEnd > start) collector.add(start, headerEnd, 0);
  collector.repeat(tableHeader(task, start, headerEnd));
  let follows = headerEnd > start;
  const eachRow = block.eachRow ?? eachLine;
  eachRow(text, { start: headerEnd, end }, (from, to) => {
    collector.add(from, to, follows ? CUT.afterHeading : CUT.row);
    follows = false;
  });
}

function eachLine(text: string, span: Span, emit: EmitPiece): void {
  const lines = linesOf(text, span.start, span.end);
  while (advance(lines)) emit(lines.start, lines.end, CUT.row);
}

/** The header to repeat before later rows; none when it would crowd them out. */
function tableHeader(task: Task, start: number, headerEnd: number): TableHeader | undefined {
  const end = trimEnd(task.text, start, headerEnd);
  if (end <= start) return undefined;
  const tokens = task.countTokens(start, end);
  if (tokens > task.options.targetTokens * HEADER_SHARE) return undefined;
  return { text: `${task.text.slice(start, end)}\n`, tokens };
}

type Collector = {
  readonly add: EmitPiece;
  /** The header that pieces added from now on repeat. */
  repeat(header: TableHeader | undefined): void;
  finish(): void;
};

type Piece = {
  readonly start: number;
  end: number;
  tokens: number;
  readonly cut: number;
  readonly header: TableHeader | undefined;
};

/** Joins crumbs, cuts what is still too large, and hands the rest on as units. */
function createCollector(task: Task, builder: OutlineBuilder, block: Pick<Block, "kind" | "cut">): Collector {
  const { text, options, work } = task;
  const grain = Math.ceil(options.targetTokens / PIECES_PER_TARGET);
  let held: Piece | undefined;
  let header: TableHeader | undefined;
  let first = true;

  function flush(): void {
    if (held !== undefined) builder.unit(block.kind, held, held);
    held = undefined;
  }

  function add(start: number, rawEnd: number, cut: number): void {
    const end = trimEnd(text, start, rawEnd);
    if (end <= start) return;
    work.steps += rawEnd - start;
    const tokens = task.countTokens(start, end);
    if (tokens > options.maxTokens - (header?.tokens ?? 0) && end - start > 2 * SMALLEST_PIECE) {
      flush();
      splitFurther(task, { start, end, tokens, cut, header }, add);
    } else if (held !== undefined && joins(held.tokens + tokens, cut, start)) {
      held.end = end;
      held.tokens += tokens;
    } else {
      flush();
      held = { start, end, tokens, cut: first ? block.cut : cut, header };
      first = false;
    }
  }

  /** Three of four crumbs, chosen by what they say, stay with the one before. */
  function joins(tokens: number, cut: number, start: number): boolean {
    return tokens <= grain && cut >= CUT.row && (mixText(text, start, start + CRUMB_REACH) & 3) !== 0;
  }

  function repeat(next: TableHeader | undefined): void {
    flush();
    header = next;
  }

  return { add, repeat, finish: flush };
}

function splitFurther(task: Task, piece: Piece, add: EmitPiece): void {
  const { text, options, work } = task;
  const size = Math.floor(((piece.end - piece.start) / piece.tokens) * (options.targetTokens / 4));
  let cut = piece.cut;
  splitRun(text, piece, size, (from, to) => {
    work.steps += (to - from) * 2;
    add(from, to, cut);
    cut = CUT.word;
  });
}
