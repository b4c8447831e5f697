// Word documents (DOCX): headings, numbered lists, tables, notes and text boxes; hidden and deleted text is left out.
import { counted } from "../../core/counted.ts";
import type { ParsedDocument, ParseInput, Parser } from "../../spec/parser.ts";
import { createMarkdownWriter } from "../reading/markdown-writer.ts";
import { mainPart, openOffice, targetOf } from "../reading/office-package.ts";
import type { OfficePackage } from "../reading/office-package.ts";
import { parseFailure } from "../reading/parse-failure.ts";
import { eachElement } from "../reading/xml-reader.ts";
import { pageGround } from "./grounds.ts";
import { createNotes } from "./notes.ts";
import { readNumbering } from "./numbering.ts";
import { readStyles } from "./styles.ts";
import { createBlockWriter, noteText } from "./write-blocks.ts";
import type { BlockContext } from "./write-blocks.ts";

/** Reads .docx and its macro and template cousins. */
export const docxParser: Parser = {
  id: "docx@2",
  extensions: [".docx", ".docm", ".dotx"],
  mediaTypes: ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  parse: parseDocx,
};

const BLOCKS = new Set(["p", "tbl", "sdt"]);

function parseDocx(input: ParseInput): ParsedDocument {
  const opened = openOffice(input, { product: "Word", main: "word/document.xml" });
  const body = mainPart(opened, input.fileName, "Word");
  if (!/<(?:\w+:)?document[\s>]/.test(body.xml)) throw parseFailure(input.fileName, "it is no Word file");
  const writer = createMarkdownWriter(input);
  const removed = { hidden: 0, deleted: 0 };
  const headings: { title?: string; first?: string } = {};
  const notes = createNotes(opened);
  const context: BlockContext = {
    ...readParts(opened),
    ground: pageGround(opened, body),
    writer,
    removed,
    noteMark: (kind, id) => notes.mark(kind, id),
    onHeading(level, text, isTitle) {
      if (isTitle) headings.title ??= text;
      else if (level === 1) headings.first ??= text;
    },
  };
  eachElement(body, BLOCKS, createBlockWriter(context));
  for (const { mark, element } of notes.cited()) writer.block(`${mark}: ${noteText(element, context)}`);
  const { text, landmarks, warnings } = writer.finish();
  const title = opened.title ?? headings.title ?? headings.first;
  return {
    text,
    format: "markdown",
    ...(title === undefined ? {} : { title }),
    landmarks,
    metadata: opened.metadata,
    warnings: [...removalWarnings(removed), ...warnings],
  };
}

function readParts(opened: OfficePackage): Pick<BlockContext, "styles" | "numbering"> {
  const relations = opened.relations(opened.main);
  const part = (kind: string) => opened.part(targetOf(relations, kind) ?? `word/${kind}.xml`);
  return { styles: readStyles(part("styles")), numbering: readNumbering(part("numbering")) };
}

function removalWarnings({ hidden, deleted }: BlockContext["removed"]): string[] {
  const warnings: string[] = [];
  if (hidden > 0) warnings.push(`Hidden text was left out in ${counted(hidden, "place")}.`);
  if (deleted > 0) warnings.push(`Text deleted under revision was left out in ${counted(deleted, "place")}.`);
  return warnings;
}
