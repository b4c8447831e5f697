// Source code, kept as it is written; its language is metadata.
import type { ParsedDocument, ParseInput, Parser } from "../../spec/parser.ts";
import { createTextCleaner } from "../reading/clean-text.ts";
import { decodeText } from "../reading/decode-text.ts";
import { checkSize, checkTextLength } from "../reading/parse-failure.ts";
import { LANGUAGES } from "./languages.ts";

/** Reads source files; characters that reorder or hide code for the eye are removed with a warning. */
export const codeParser: Parser = {
  id: "code@1",
  extensions: Object.keys(LANGUAGES).map((extension) => `.${extension}`),
  mediaTypes: ["text/javascript", "application/javascript", "text/x-python", "text/css", "application/xml", "text/xml"],
  parse: parseCode,
};

function parseCode(input: ParseInput): ParsedDocument {
  checkSize(input);
  const decoded = decodeText(input.bytes, input.fileName);
  const cleaner = createTextCleaner();
  const text = cleaner.clean(decoded.text);
  checkTextLength(text.length, input);
  const extension = input.fileName.slice(input.fileName.lastIndexOf(".") + 1).toLowerCase();
  const language = Object.hasOwn(LANGUAGES, extension) ? LANGUAGES[extension] : undefined;
  return {
    text,
    format: "code",
    landmarks: [],
    metadata: language === undefined ? {} : { language },
    warnings: [...decoded.warnings, ...cleaner.warnings()],
  };
}
