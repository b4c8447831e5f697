// PDF: positioned words put back into paragraphs, columns, headings and tables, page by page.
import { counted } from "../../core/counted.ts";
import type { Metadata } from "../../spec/document.ts";
import type { ParsedDocument, ParseInput, Parser } from "../../spec/parser.ts";
import { createMarkdownWriter, type MarkdownWriter, oneLine, type WrittenText } from "../reading/markdown-writer.ts";
import { checkSize, parseFailure } from "../reading/parse-failure.ts";
import { plainLines } from "../reading/plain-lines.ts";
import type { TextBlock } from "./join-lines.ts";
import { type PageBlock, pageBlocks } from "./page-blocks.ts";
import { dropFurniture } from "./page-furniture.ts";
import { type PdfContent, readPages } from "./read-pages.ts";
import { readRows, type Row } from "./read-rows.ts";

/** Reads PDFs that hold text; scanned pages have none and are reported. */
export const pdfParser: Parser = {
  id: "pdf@2",
  extensions: [".pdf"],
  mediaTypes: ["application/pdf", "application/x-pdf"],
  parse: parsePdf,
};

const MOST_HEADING_SIZES = 4;
const BROKEN_REPORTED = 3;
const MADE_UP = /\.\w{2,4}$|^(?:microsoft|untitled|document\d*$|\((?:anonymous|unspecified)\)$)/i;

async function parsePdf(input: ParseInput): Promise<ParsedDocument> {
  checkSize(input);
  if (input.bytes.length === 0) throw parseFailure(input.fileName, "the file is empty");
  const content = await readPages(input);
  const read = withoutTypewriter(content.pages.map((page) => readRows(page.items)));
  const rows = dropFurniture(read.map((each, index) => ({ rows: each, height: content.pages[index]?.height ?? 0 })));
  const body = bodySize(rows);
  const pages = rows.map((each) => pageBlocks(each, body));
  const headings = pages.flat().filter((block): block is TextBlock => block.kind === "heading");
  const levels = headingLevels(headings);
  const { text, landmarks, warnings } = writePages(input, { content, pages, levels });
  if (text === "") throw parseFailure(input.fileName, whyEmpty(content));
  const title = titleOf(content.info, headings.find(({ size }) => levels.get(rounded(size)) === 1)?.text ?? "");
  return {
    text,
    format: "markdown",
    ...(title === "" ? {} : { title }),
    landmarks,
    metadata: metadataOf(content),
    warnings: [...warnings, ...contentWarnings(content)],
  };
}

type Pages = {
  readonly content: PdfContent;
  readonly pages: readonly (readonly PageBlock[])[];
  readonly levels: ReadonlyMap<number, number>;
};

function writePages(input: ParseInput, { content, pages, levels }: Pages): WrittenText {
  const writer = createMarkdownWriter(input);
  pages.forEach((blocks, index) => {
    const page = content.pages[index];
    writer.landmark(`page ${page?.number ?? index + 1}`);
    for (const block of blocks) writeBlock(writer, block, levels);
    writer.block(oneLine(page?.sideways.join(" ") ?? ""));
  });
  return writer.finish();
}

function writeBlock(writer: MarkdownWriter, block: PageBlock, levels: ReadonlyMap<number, number>): void {
  if (block.kind === "table") writer.table(block.rows);
  else if (block.kind === "code") writer.code(block.text);
  else if (block.kind === "heading") writer.heading(levels.get(rounded(block.size)) ?? MOST_HEADING_SIZES, block.text);
  else writer.block(block.kind === "item" ? block.text : plainLines(block.text), { tight: block.kind === "item" });
}

/** In a document that is all in one typewriter font, that font says nothing about code. */
function withoutTypewriter(pages: readonly (readonly Row[])[]): readonly (readonly Row[])[] {
  const all = pages.flat();
  const isTypewritten = all.filter((row) => row.isCode).length * 2 > all.length;
  return isTypewritten ? pages.map((rows) => rows.map((row) => ({ ...row, isCode: false }))) : pages;
}

/** The size of most characters: that of the running text. */
function bodySize(pages: readonly (readonly Row[])[]): number {
  const lengths = new Map<number, number>();
  for (const row of pages.flat()) {
    for (const { text, size } of row.segments)
      lengths.set(rounded(size), (lengths.get(rounded(size)) ?? 0) + text.length);
  }
  let best = 0;
  for (const [size, length] of lengths) if (length > (lengths.get(best) ?? -1)) best = size;
  return best;
}

/** The largest size is level 1; more sizes than levels share the last. */
function headingLevels(headings: readonly TextBlock[]): ReadonlyMap<number, number> {
  const sizes = new Set(headings.map(({ size }) => rounded(size)));
  const ordered = [...sizes].toSorted((left, right) => right - left);
  return new Map(ordered.map((size, index) => [size, Math.min(index + 1, MOST_HEADING_SIZES)]));
}

function rounded(size: number): number {
  return Math.round(size * 2) / 2;
}

/** The title that was given to the file, unless a program made it up; else the first largest heading. */
function titleOf(info: PdfContent["info"], heading: string): string {
  const given = typeof info["Title"] === "string" ? oneLine(info["Title"]) : "";
  return given.length > 3 && !MADE_UP.test(given) ? given : heading;
}

function metadataOf({ info, pageCount }: PdfContent): Metadata {
  const fields: [string, string][] = [];
  for (const [name, key] of [
    ["author", "Author"],
    ["subject", "Subject"],
    ["keywords", "Keywords"],
  ] as const) {
    const value = info[key];
    if (typeof value === "string" && value.trim() !== "" && !MADE_UP.test(value))
      fields.push([name, oneLine(value).slice(0, 1000)]);
  }
  const date = typeof info["CreationDate"] === "string" ? /^D:(\d{4})(\d\d)(\d\d)/.exec(info["CreationDate"]) : null;
  if (date !== null) fields.push(["date", `${date[1]}-${date[2]}-${date[3]}`]);
  return { ...Object.fromEntries(fields), pages: pageCount };
}

function whyEmpty({ pages, broken }: PdfContent): string {
  if (pages.length === 0 && broken.length > 0) return `no page of it can be read: ${broken[0]}`;
  return "there is no text in it; its pages are probably scanned images";
}

function contentWarnings({ pages, pageCount, broken }: PdfContent): readonly string[] {
  const warnings = broken.slice(0, BROKEN_REPORTED);
  if (broken.length > BROKEN_REPORTED)
    warnings.push(`${counted(broken.length - BROKEN_REPORTED, "more page")} could not be read.`);
  const skipped = pageCount - pages.length - broken.length;
  if (skipped > 0)
    warnings.push(
      `${skipped} of ${counted(pageCount, "page")} ${skipped === 1 ? "was" : "were"} skipped: the limit is ${pageCount - skipped}.`,
    );
  const hidden = pages.reduce((sum, page) => sum + page.hiddenLength, 0);
  if (hidden > 0) warnings.push(`${hidden} characters of hidden text were removed.`);
  const recognised = pages.filter(({ isRecognised }) => isRecognised).length;
  if (recognised > 0)
    warnings.push(
      `The text of ${recognised} of ${counted(pageCount, "page")} is an invisible layer, as text recognition lays it under a scan; it was kept, and may differ from what the page shows.`,
    );
  return warnings;
}
