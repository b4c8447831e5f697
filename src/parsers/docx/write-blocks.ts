// Writes the paragraphs, lists, tables and notes of a Word file as Markdown.
import { oneLine } from "../reading/markdown-writer.ts";
import type { MarkdownWriter } from "../reading/markdown-writer.ts";
import { plainLines } from "../reading/plain-lines.ts";
import { attribute, child, elements } from "../reading/xml-reader.ts";
import type { XmlElement } from "../reading/xml-reader.ts";
import { type Ground, shading } from "./grounds.ts";
import type { Numbering } from "./numbering.ts";
import { readWords } from "./read-paragraph.ts";
import type { InlineContext, TextBox } from "./read-paragraph.ts";
import { cellsOf, readRows } from "./read-table.ts";
import { listPlace, outlineLevel } from "./styles.ts";

export type BlockContext = InlineContext & {
  readonly writer: MarkdownWriter;
  readonly numbering: Numbering;
  /** Told about the first words that are the document's title. */
  onHeading(level: number, text: string, isTitle: boolean): void;
};

type State = { listLevel: number };

/** A function that writes one block after the other; what no paragraph or table is, is looked into. */
export function createBlockWriter(context: BlockContext): (element: XmlElement) => void {
  const state: State = { listLevel: -1 };
  return (element) => writeBlock(element, context, state);
}

function writeBlock(element: XmlElement, context: BlockContext, state: State): void {
  if (element.name === "p") writeParagraph(element, context, state);
  else if (element.name === "tbl") {
    writeTable(element, context, state);
    state.listLevel = -1;
  } else if (element.name !== "sdt" || !isContents(element)) {
    for (const inner of elements(element)) writeBlock(inner, context, state);
  }
}

function isContents(element: XmlElement): boolean {
  const gallery = child(element, "sdtPr", "docPartObj", "docPartGallery");
  return attribute(gallery, "val") === "Table of Contents" || child(element, "sdtPr", "showingPlcHdr") !== undefined;
}

type Paragraph = {
  readonly text: string;
  readonly label: string | undefined;
  readonly heading: number;
  readonly level: number;
};

function writeParagraph(element: XmlElement, context: BlockContext, state: State): void {
  const style = context.styles.paragraph(attribute(child(element, "pPr", "pStyle"), "val"));
  if (/^toc \d$/i.test(style.name)) return;
  const { boxes, ...paragraph } = readParagraph(element, context);
  const { text, label, heading, level } = paragraph;
  if (text !== "" && heading > 0) {
    const shown = label === undefined || label === "-" ? text : `${label} ${text}`;
    context.onHeading(heading, oneLine(text), /^title$/i.test(style.name));
    context.writer.heading(heading, shown);
    state.listLevel = -1;
  } else if (text !== "" && label !== undefined) {
    state.listLevel = Math.min(level, state.listLevel + 1);
    context.writer.block(`${"    ".repeat(state.listLevel)}${marker(label)} ${oneLine(text)}`, { tight: true });
  } else if (text !== "") {
    context.writer.block(plainLines(text));
    state.listLevel = -1;
  }
  for (const { content, ground } of boxes) writeBlock(content, { ...context, ground }, state);
}

function readParagraph(element: XmlElement, context: BlockContext): Paragraph & { readonly boxes: readonly TextBox[] } {
  const properties = child(element, "pPr");
  const style = context.styles.paragraph(attribute(child(properties, "pStyle"), "val"));
  const { text, boxes } = readWords(element, context);
  const place = { ...style, ...listPlace(properties) };
  const level = place.level ?? 0;
  const label = text === "" || place.list === undefined ? undefined : context.numbering.next(place.list, level);
  return { text, boxes, label, level, heading: outlineLevel(properties) ?? style.heading ?? 0 };
}

/** Labels that Markdown knows stand as they are, others follow a dash. */
function marker(label: string): string {
  return label === "-" || /^\d{1,9}[.)]$/.test(label) ? label : `- ${label}`;
}

function writeTable(table: XmlElement, outside: BlockContext, state: State): void {
  const context = { ...outside, ground: tableGround(table, outside) };
  const [only, ...others] = cellsOf(table);
  if (only !== undefined && others.length === 0) {
    writeBlock(only, { ...context, ground: cellGround(only, context) }, state);
    return;
  }
  const rows = readRows(table, { removed: context.removed, cellText: (cell) => cellText(cell, context) });
  while (rows.length > 1 && rows[0]?.isBanner === true) context.writer.block(plainLines(rows.shift()?.cells[0] ?? ""));
  context.writer.table(rows.map((row) => row.cells).filter((cells) => cells.some((cell) => cell !== "")));
}

/** What the table lays behind its cells, by itself or by its style. */
function tableGround(table: XmlElement, { styles, ground }: BlockContext): Ground {
  const properties = child(table, "tblPr");
  return shading(properties) ?? styles.tableGround(attribute(child(properties, "tblStyle"), "val")) ?? ground;
}

function cellGround(cell: XmlElement, { ground }: BlockContext): Ground {
  return shading(child(cell, "tcPr")) ?? ground;
}

function cellText(cell: XmlElement, outside: BlockContext): string {
  const context = { ...outside, ground: cellGround(cell, outside) };
  const parts: string[] = [];
  for (const element of elements(cell)) {
    if (element.name === "p") parts.push(paragraphText(element, context));
    else if (element.name === "tbl") parts.push(flatTable(element, context));
    else if (element.name !== "tcPr") parts.push(cellText(element, context));
  }
  return parts.filter((part) => part !== "").join(" ");
}

function paragraphText(element: XmlElement, context: BlockContext): string {
  const { text, label, boxes } = readParagraph(element, context);
  const own = oneLine(label === undefined || label === "-" ? text : `${label} ${text}`);
  return [own, ...boxes.map(({ content, ground }) => cellText(content, { ...context, ground }))]
    .filter((part) => part !== "")
    .join(" ");
}

function flatTable(table: XmlElement, outside: BlockContext): string {
  const context = { ...outside, ground: tableGround(table, outside) };
  const rows = readRows(table, { removed: context.removed, cellText: (cell) => cellText(cell, context) });
  const lines = rows.map((row) => row.cells.filter((cell) => cell !== "").join(" · "));
  return lines.filter((line) => line !== "").join("; ");
}

/** The words of a note on one line. */
export function noteText(note: XmlElement, context: BlockContext): string {
  return cellText(note, context);
}
