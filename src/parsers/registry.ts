// Every document format that can be read, and which of them a file is in.
import type { Parser } from "../spec/parser.ts";
import { codeParser } from "./code/parser.ts";
import { csvParser } from "./csv/parser.ts";
import { docxParser } from "./docx/parser.ts";
import { emlParser } from "./eml/parser.ts";
import { epubParser } from "./epub/parser.ts";
import { htmlParser } from "./html/parser.ts";
import { jsonParser } from "./json/parser.ts";
import { markdownParser } from "./markdown/parser.ts";
import { pdfParser } from "./pdf/parser.ts";
import { pptxParser } from "./pptx/parser.ts";
import { parseFailure } from "./reading/parse-failure.ts";
import { looksLikeHtml, looksLikeText, sniffBytes } from "./sniff-bytes.ts";
import { textParser } from "./text/parser.ts";
import { xlsxParser } from "./xlsx/parser.ts";

/** All parsers; adding a format is adding it here. */
export const PARSERS: readonly Parser[] = [
  markdownParser,
  textParser,
  htmlParser,
  pdfParser,
  docxParser,
  pptxParser,
  xlsxParser,
  epubParser,
  emlParser,
  csvParser,
  jsonParser,
  codeParser,
];

const BY_EXTENSION = new Map(PARSERS.flatMap((parser) => parser.extensions.map((extension) => [extension, parser])));
const BY_MEDIA_TYPE = new Map(PARSERS.flatMap((parser) => parser.mediaTypes.map((type) => [type, parser])));
/** Formats that are not text: their extension on a text file is a mistake. */
const BINARY_EXTENSIONS = new Set([".pdf", ".docx", ".docm", ".dotx", ".pptx", ".pptm", ".xlsx", ".xlsm", ".epub"]);
const TEXT_NAMES =
  /^(?:readme|license|licence|notice|authors|contributors|changelog|changes|todo|makefile|dockerfile)$/i;

/**
 * The parser for a file, by its name and media type alone, or with its bytes by what they are; undefined when nothing
 * here can read it.
 */
export function parserFor(fileName: string, mediaType?: string, bytes?: Uint8Array): Parser | undefined {
  const choice = bytes === undefined ? byName(fileName, mediaType) : byBytes({ fileName, mediaType, bytes });
  return typeof choice === "string" ? undefined : choice;
}

/** As `parserFor`, but throws `parse_failed` with the reason and the formats that can be read. */
export function requireParser(file: {
  readonly fileName: string;
  readonly mediaType: string | undefined;
  readonly bytes: Uint8Array;
}): Parser {
  const choice = byBytes(file);
  if (typeof choice === "object") return choice;
  const formats = PARSERS.map((parser) => parser.id.split("@")[0]).join(", ");
  const reason = choice ?? "it is not in a format that can be read";
  throw parseFailure(file.fileName, reason, { hint: `Formats that can be read: ${formats}.` });
}

type File = { readonly fileName: string; readonly mediaType: string | undefined; readonly bytes: Uint8Array };

/** A parser, or why there is none. */
function byBytes({ fileName, mediaType, bytes }: File): Parser | string | undefined {
  const named = byName(fileName, mediaType);
  const sniffed = sniffBytes(bytes);
  if (sniffed.kind === "refused") return sniffed.reason;
  if (sniffed.kind === "format") return BY_EXTENSION.get(sniffed.extension) ?? named;
  if (named !== undefined && !BINARY_EXTENSIONS.has(named.extensions[0] ?? "")) return named;
  if (named !== undefined && (bytes.length === 0 || !looksLikeText(bytes))) return named;
  if (looksLikeHtml(bytes)) return htmlParser;
  return looksLikeText(bytes) ? textParser : undefined;
}

function byName(fileName: string, mediaType: string | undefined): Parser | undefined {
  const type = mediaType?.split(";")[0]?.trim().toLowerCase();
  const typed = type === undefined || type === "text/plain" ? undefined : BY_MEDIA_TYPE.get(type);
  if (typed !== undefined) return typed;
  // why: blanks at a name's end, which some systems allow, are no part of its extension.
  const base = fileName.slice(Math.max(fileName.lastIndexOf("/"), fileName.lastIndexOf("\\")) + 1).trim();
  const extension = base.slice(base.lastIndexOf(".")).toLowerCase();
  const named = base.lastIndexOf(".") > 0 ? BY_EXTENSION.get(extension) : undefined;
  return named ?? (TEXT_NAMES.test(base) || type === "text/plain" ? textParser : undefined);
}
