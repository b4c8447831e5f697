// Mails (EML): subject, sender, date and the words, quotes kept as quotes, attachments by name.
import type { Metadata } from "../../spec/document.ts";
import type { ParsedDocument, ParseInput, Parser } from "../../spec/parser.ts";
import { buildTree } from "../reading/html/build-tree.ts";
import { renderMarkdown } from "../reading/html/render-markdown.ts";
import { createMarkdownWriter } from "../reading/markdown-writer.ts";
import type { MarkdownWriter } from "../reading/markdown-writer.ts";
import { checkSize, parseFailure } from "../reading/parse-failure.ts";
import { plainLines } from "../reading/plain-lines.ts";
import { decodeBody } from "./decode-body.ts";
import type { Headers } from "./mime-headers.ts";
import { readMail } from "./mime-parts.ts";
import type { BodyPart } from "./mime-parts.ts";

/** Reads .eml: one mail in the form in which it was sent. */
export const emlParser: Parser = {
  id: "eml@2",
  extensions: [".eml"],
  mediaTypes: ["message/rfc822"],
  parse: parseEml,
};

const KNOWN_HEADERS = ["from", "to", "subject", "date", "received", "mime-version", "message-id", "content-type"];
const ADDRESSES = ["from", "to", "cc"];
const LEAST_REPORTED = 20;

type Writing = { readonly raw: string; readonly writer: MarkdownWriter; hidden: number };

function parseEml(input: ParseInput): ParsedDocument {
  checkSize(input);
  const raw = withoutMark(
    Buffer.from(input.bytes.buffer, input.bytes.byteOffset, input.bytes.byteLength).toString("latin1"),
  );
  const mail = readMail(raw);
  if (!KNOWN_HEADERS.some((name) => mail.headers.value(name) !== "")) {
    throw parseFailure(input.fileName, "it has no mail headers");
  }
  const writing: Writing = { raw, writer: createMarkdownWriter(input), hidden: 0 };
  writeMail(mail.headers, mail.parts, writing, 1);
  const written = writing.writer.finish();
  const title = mail.headers.get("subject");
  const hidden = writing.hidden < LEAST_REPORTED ? [] : [`${writing.hidden} characters of hidden text were removed.`];
  return {
    text: written.text,
    format: "markdown",
    ...(title === "" ? {} : { title }),
    landmarks: written.landmarks,
    metadata: metadataOf(mail.headers, mail.attachments),
    warnings: [...mail.warnings, ...hidden, ...written.warnings],
  };
}

function withoutMark(raw: string): string {
  return raw.replace(/^(?:\u00ef\u00bb\u00bf)+/, "");
}

function writeMail(headers: Headers, parts: readonly BodyPart[], writing: Writing, level: number): void {
  writing.writer.heading(level, headers.get("subject"));
  const lines = ADDRESSES.map((name): [string, string] => [name, headers.get(name)]);
  const shown = [...lines, ["date", dateOf(headers)]]
    .filter(([, value]) => value !== "")
    .map(([name = "", value]) => `${name[0]?.toUpperCase()}${name.slice(1)}: ${value}`);
  writing.writer.block(shown.join("\n"));
  for (const part of parts) {
    if (part.kind === "message") writeMail(part.headers, part.parts, writing, level + 1);
    else writeText(part, writing, level);
  }
}

function writeText(part: Extract<BodyPart, { kind: "text" }>, writing: Writing, level: number): void {
  const text = decodeBody(writing.raw.slice(part.start, part.end), part.headers);
  if (!part.isHtml) {
    for (const paragraph of text.split(/\n[ \t]*\n/)) writing.writer.block(quoted(plainLines(paragraph)));
    return;
  }
  const tree = buildTree(text);
  writing.hidden += tree.hiddenLength;
  renderMarkdown(tree.root, { writer: writing.writer, dropped: new Set(), headingShift: level });
}

/** A line after a quotation would be read as part of it; an empty line between them keeps them apart. */
function quoted(text: string): string {
  return text.includes(">") ? text.replace(/^(>.*)\n(?=[^>\n])/gm, "$1\n\n") : text;
}

function dateOf(headers: Headers): string {
  const said = headers.get("date").replace(/\s*\([^)]*\)\s*$/, "");
  const time = Date.parse(said);
  return Number.isNaN(time) ? said.slice(0, 100) : new Date(time).toISOString();
}

function metadataOf(headers: Headers, attachments: readonly string[]): Metadata {
  const fields = [...ADDRESSES, "subject"].map((name): [string, string] => [name, headers.get(name)]);
  const filled = [...fields, ["date", dateOf(headers)]].filter(([, value]) => value !== "");
  return { ...Object.fromEntries(filled), ...(attachments.length === 0 ? {} : { attachments }) };
}
