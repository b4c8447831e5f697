// E-books (EPUB): chapters in reading order as Markdown, each a landmark; the table of contents is left out.
import type { ParsedDocument, ParseInput, Parser } from "../../spec/parser.ts";
import { buildTree } from "../reading/html/build-tree.ts";
import { renderMarkdown } from "../reading/html/render-markdown.ts";
import { createMarkdownWriter } from "../reading/markdown-writer.ts";
import type { MarkdownWriter } from "../reading/markdown-writer.ts";
import { checkSize, parseFailure } from "../reading/parse-failure.ts";
import { xmlSource } from "../reading/xml-reader.ts";
import { openZip } from "../reading/zip-archive.ts";
import { closeEmptyElements } from "./close-empty-elements.ts";
import { readBook } from "./read-package.ts";
import type { Chapter } from "./read-package.ts";

/** Reads .epub, versions 2 and 3. */
export const epubParser: Parser = {
  id: "epub@2",
  extensions: [".epub"],
  mediaTypes: ["application/epub+zip"],
  parse: parseEpub,
};

const LEAST_REPORTED = 20;

function parseEpub(input: ParseInput): ParsedDocument {
  checkSize(input);
  if (input.bytes[0] !== 0x50 || input.bytes[1] !== 0x4b) {
    const reason =
      input.bytes.length === 0 ? "the file is empty" : "it is no EPUB e-book (it does not start as a ZIP archive)";
    throw parseFailure(input.fileName, reason);
  }
  const archive = openZip(input);
  const { chapters, metadata, title } = readBook(archive, input.fileName);
  const writer = createMarkdownWriter(input);
  const counts = { missing: 0, hidden: 0 };
  for (const [index, chapter] of chapters.slice(0, input.limits.maxPages).entries()) {
    const bytes = archive.read(chapter.part);
    if (bytes === undefined) counts.missing += 1;
    else {
      const { xml } = xmlSource(bytes, input.fileName, chapter.part);
      counts.hidden += writeChapter(xml, { chapter, number: index + 1, writer });
    }
  }
  const written = writer.finish();
  return {
    text: written.text,
    format: "markdown",
    ...(title === undefined ? {} : { title }),
    landmarks: written.landmarks,
    metadata,
    warnings: [...countWarnings(counts, chapters.length - input.limits.maxPages), ...written.warnings],
  };
}

type Placed = { readonly chapter: Chapter; readonly number: number; readonly writer: MarkdownWriter };

/** Writes a chapter and says how much of it was hidden; a chapter without a heading gets the one of the contents. */
function writeChapter(xhtml: string, { chapter, number, writer }: Placed): number {
  const tree = buildTree(closeEmptyElements(xhtml));
  if (tree.root.textLength === 0) return tree.hiddenLength;
  writer.landmark(chapter.label ?? `chapter ${number}`);
  if (chapter.label !== undefined && !/<h[1-6][\s>]/i.test(xhtml)) writer.heading(1, chapter.label);
  renderMarkdown(tree.root, { writer, dropped: new Set() });
  return tree.hiddenLength;
}

function countWarnings({ missing, hidden }: { missing: number; hidden: number }, skipped: number): string[] {
  const warnings: string[] = [];
  if (missing > 0) warnings.push(`Chapters that the book names and does not hold: ${missing}.`);
  if (skipped > 0) warnings.push(`Chapters beyond the limit on pages were left out: ${skipped}.`);
  if (hidden >= LEAST_REPORTED) warnings.push(`${hidden} characters of hidden text were removed.`);
  return warnings;
}
