// HTML pages: the main content as Markdown, without menus, scripts and anything that a reader would not see.
import type { Metadata } from "../../spec/document.ts";
import type { ParsedDocument, ParseInput, Parser } from "../../spec/parser.ts";
import { decodeText } from "../reading/decode-text.ts";
import { takeFrontMatter } from "../reading/front-matter.ts";
import { buildTree, type HtmlTree } from "../reading/html/build-tree.ts";
import { renderMarkdown } from "../reading/html/render-markdown.ts";
import { createMarkdownWriter, oneLine } from "../reading/markdown-writer.ts";
import { checkSize } from "../reading/parse-failure.ts";
import { narrowerAccess } from "../reading/said-access.ts";
import { findMainContent } from "./main-content.ts";
import { readMetaAccess } from "./meta-access.ts";

/** Reads web pages and exported articles. */
export const htmlParser: Parser = {
  id: "html@3",
  extensions: [".html", ".htm", ".xhtml", ".shtml"],
  mediaTypes: ["text/html", "application/xhtml+xml"],
  parse: parseHtml,
};

/** Labels for screen readers and icons hide a few words on most pages; more than a sentence is worth a look. */
const LEAST_REPORTED = 80;

function parseHtml(input: ParseInput): ParsedDocument {
  checkSize(input);
  const decoded = decodeText(input.bytes, input.fileName, declaredCharset(input.bytes));
  const front = takeFrontMatter(decoded.text.replaceAll("\r\n", "\n"));
  const tree = buildTree(front.body);
  const meta = readMetaAccess(tree.access);
  const main = findMainContent(tree.root);
  const writer = createMarkdownWriter(input);
  renderMarkdown(main.root, { writer, dropped: main.dropped });
  const written = writer.finish();
  const title = front.title ?? titleOf(written.text, tree);
  return {
    text: written.text,
    format: "markdown",
    ...(title === "" ? {} : { title }),
    landmarks: [],
    metadata: { ...metadataOf(tree), ...front.metadata },
    ...narrowerAccess(front.access, meta.access),
    warnings: [
      ...decoded.warnings,
      ...front.warnings,
      ...meta.warnings,
      ...written.warnings,
      ...hiddenWarning(tree.hiddenLength),
    ],
  };
}

/** Says how much hidden text was removed. */
function hiddenWarning(length: number): readonly string[] {
  return length < LEAST_REPORTED ? [] : [`${length} characters of hidden text were removed.`];
}

function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 2048)).toString("latin1");
  return (
    /<meta[^>]{0,200}charset=["']?([\w:-]{2,40})/i.exec(head)?.[1] ?? /encoding=["']([\w:-]{2,40})/.exec(head)?.[1]
  );
}

/** The page's own heading; a title element often adds the name of the site. */
function titleOf(text: string, tree: HtmlTree): string {
  const heading = /^# (.+)$/m.exec(text.slice(0, 20_000))?.[1];
  return oneLine(heading ?? tree.title)
    .replace(/`/g, "")
    .slice(0, 300);
}

const META_FIELDS: readonly (readonly [string, readonly string[]])[] = [
  ["description", ["description", "og:description"]],
  ["author", ["author", "article:author"]],
  ["date", ["article:published_time", "date", "dc.date"]],
  ["site", ["og:site_name"]],
];

function metadataOf({ meta }: HtmlTree): Metadata {
  const fields: [string, string][] = [];
  for (const [field, names] of META_FIELDS) {
    const value = names.map((name) => meta.get(name)).find((each) => each !== undefined && each.trim() !== "");
    if (value !== undefined) fields.push([field, oneLine(value).slice(0, 1000)]);
  }
  return Object.fromEntries(fields);
}
