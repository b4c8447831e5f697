// Presentations (PPTX): slides in order with their titles, points, tables and speaker notes; hidden slides are left out.
import { counted } from "../../core/counted.ts";
import type { ParsedDocument, ParseInput, Parser } from "../../spec/parser.ts";
import { createMarkdownWriter, oneLine } from "../reading/markdown-writer.ts";
import type { MarkdownWriter } from "../reading/markdown-writer.ts";
import { mainPart, openOffice, related, targetOf } from "../reading/office-package.ts";
import type { OfficePackage } from "../reading/office-package.ts";
import { plainLines } from "../reading/plain-lines.ts";
import { attribute, child, elements, readTree } from "../reading/xml-reader.ts";
import type { XmlElement } from "../reading/xml-reader.ts";
import { readNotes, readSlide } from "./read-slide.ts";
import type { Slide } from "./read-slide.ts";
import type { SlideParagraph } from "./read-text.ts";
import { slideGround } from "./slide-ground.ts";

/** Reads .pptx and its macro and show cousins. */
export const pptxParser: Parser = {
  id: "pptx@2",
  extensions: [".pptx", ".pptm", ".ppsx", ".potx"],
  mediaTypes: ["application/vnd.openxmlformats-officedocument.presentationml.presentation"],
  parse: parsePptx,
};

type Counts = { hiddenSlides: number; hiddenShapes: number; unseenRuns: number; missing: number; skipped: number };

function parsePptx(input: ParseInput): ParsedDocument {
  const opened = openOffice(input, { product: "PowerPoint", main: "ppt/presentation.xml" });
  const presentation = readTree(mainPart(opened, input.fileName, "PowerPoint"), "presentation");
  const relations = opened.relations(opened.main);
  const writer = createMarkdownWriter(input);
  const counts: Counts = { hiddenSlides: 0, hiddenShapes: 0, unseenRuns: 0, missing: 0, skipped: 0 };
  const ids = elements(child(presentation, "sldIdLst"), "sldId");
  let title = opened.title;
  for (const [index, id] of ids.entries()) {
    if (index >= input.limits.maxPages) counts.skipped += 1;
    else {
      const slide = writeSlide(opened, { part: related(relations, id)?.target, number: index + 1 }, { writer, counts });
      if (slide !== undefined && slide.title !== "") title ??= slide.title;
    }
  }
  const { text, landmarks, warnings } = writer.finish();
  return {
    text,
    format: "markdown",
    ...(title === undefined ? {} : { title }),
    landmarks,
    metadata: { ...opened.metadata, slides: ids.length },
    warnings: [...countWarnings(counts), ...warnings],
  };
}

type Place = { readonly part: string | undefined; readonly number: number };
type Sink = { readonly writer: MarkdownWriter; readonly counts: Counts };

function writeSlide(opened: OfficePackage, { part, number }: Place, { writer, counts }: Sink): Slide | undefined {
  const source = part === undefined ? undefined : opened.part(part);
  if (source === undefined || part === undefined) {
    counts.missing += 1;
    return undefined;
  }
  const tree = readTree(source, "sld");
  if (["0", "false"].includes(attribute(tree, "show") ?? "1")) {
    counts.hiddenSlides += 1;
    return undefined;
  }
  const relations = opened.relations(part);
  const words = (id: string) => readPart(opened, relations.get(id)?.target, "dataModel");
  const slide = readSlide(tree, words, slideGround(opened, part, tree));
  counts.hiddenShapes += slide.hiddenShapes;
  counts.unseenRuns += slide.unseenRuns;
  const notes = readPart(opened, targetOf(relations, "notesSlide"), "notes");
  writeBlocks(slide, { writer, number, notes: notes === undefined ? [] : readNotes(notes) });
  return slide;
}

function readPart(opened: OfficePackage, name: string | undefined, root: string): XmlElement | undefined {
  const source = name === undefined ? undefined : opened.part(name);
  return source === undefined ? undefined : readTree(source, root);
}

type Written = { readonly writer: MarkdownWriter; readonly number: number; readonly notes: readonly SlideParagraph[] };

function writeBlocks(slide: Slide, { writer, number, notes }: Written): void {
  if (slide.title === "" && slide.blocks.length === 0 && notes.length === 0) return;
  writer.landmark(`slide ${number}`);
  writer.heading(2, slide.title === "" ? `Slide ${number}` : slide.title);
  for (const block of slide.blocks) {
    if (block.kind === "table") writer.table(block.rows);
    else writeParagraphs(block.paragraphs, writer);
  }
  if (notes.length === 0) return;
  writer.heading(3, "Speaker notes");
  writeParagraphs(notes, writer);
}

function writeParagraphs(paragraphs: readonly SlideParagraph[], writer: MarkdownWriter): void {
  let depth = -1;
  for (const { text, level, marker } of paragraphs) {
    depth = marker === undefined ? -1 : Math.min(level, depth + 1);
    if (marker === undefined) writer.block(plainLines(text));
    else writer.block(`${"    ".repeat(depth)}${marker} ${oneLine(text)}`, { tight: true });
  }
}

function countWarnings(counts: Counts): string[] {
  const warnings: string[] = [];
  if (counts.hiddenSlides > 0) warnings.push(`Hidden slides were left out: ${counts.hiddenSlides}.`);
  if (counts.hiddenShapes > 0) warnings.push(`Hidden shapes were left out: ${counts.hiddenShapes}.`);
  if (counts.unseenRuns > 0) warnings.push(`Hidden text was left out in ${counted(counts.unseenRuns, "place")}.`);
  if (counts.missing > 0) warnings.push(`Slides that the file names and does not hold: ${counts.missing}.`);
  if (counts.skipped > 0) warnings.push(`Slides beyond the limit on pages were left out: ${counts.skipped}.`);
  return warnings;
}
