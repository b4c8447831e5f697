// Parses one file with the parser that fits it, and holds every parser to what the rest of the program relies on.
import { SchoolbookError } from "../core/errors.ts";
import type { Metadata, MetadataValue } from "../spec/document.ts";
import type { ParsedDocument, ParseLimits } from "../spec/parser.ts";
import { createTextCleaner, type TextCleaner } from "./reading/clean-text.ts";
import { oneLine } from "./reading/markdown-writer.ts";
import { checkSize, parseFailure } from "./reading/parse-failure.ts";
import { requireParser } from "./registry.ts";

export type FileToParse = {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly mediaType?: string;
  readonly limits: ParseLimits;
};

/** What a parser made of a file, with the id of that parser. */
export type ParsedFile = ParsedDocument & { readonly parser: string };

const LONGEST_TITLE = 300;

/** Throws nothing but `parse_failed`: a parser that stumbles over a file says so about that file only. */
export async function parseFile(file: FileToParse): Promise<ParsedFile> {
  const { bytes, fileName, mediaType, limits } = file;
  if (bytes.length === 0) throw parseFailure(fileName, "the file is empty");
  checkSize(file);
  const parser = requireParser({ bytes, fileName, mediaType });
  try {
    return finish(await parser.parse({ bytes, fileName, limits }), parser.id, fileName);
  } catch (error) {
    if (error instanceof SchoolbookError && error.code === "parse_failed") throw error;
    const message = error instanceof Error ? error.message : String(error);
    const reason = `it cannot be read as ${parser.id.split("@")[0]} (${message.slice(0, 200)})`;
    throw parseFailure(fileName, reason, { cause: error });
  }
}

function finish(document: ParsedDocument, parser: string, fileName: string): ParsedFile {
  const cleaner = createTextCleaner();
  const title = document.title === undefined ? "" : oneLine(cleaner.clean(document.title)).slice(0, LONGEST_TITLE);
  const metadata = cleanMetadata(document.metadata, cleaner);
  const isEmpty = document.text.trim() === "";
  if (isEmpty && title === "" && Object.keys(metadata).length === 0) {
    throw parseFailure(fileName, "there is no text in it");
  }
  const { title: _title, ...rest } = document;
  return {
    ...rest,
    ...(title === "" ? {} : { title: title.toWellFormed() }),
    metadata,
    parser,
    warnings: isEmpty ? [...document.warnings, "There is no text in it."] : document.warnings,
  };
}

function cleanMetadata(metadata: Metadata, cleaner: TextCleaner): Metadata {
  const fields = Object.entries(metadata).map(([name, value]): [string, MetadataValue] => [
    cleaner.clean(name),
    cleanValue(value, cleaner),
  ]);
  return Object.fromEntries(fields);
}

function cleanValue(value: MetadataValue, cleaner: TextCleaner): MetadataValue {
  if (typeof value === "string") return cleaner.clean(value);
  return typeof value === "object" ? value.map((each) => cleaner.clean(each)) : value;
}
