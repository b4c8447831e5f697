// Plain text, logs and light markup that is read as it stands.
import type { ParsedDocument, ParseInput, Parser } from "../../spec/parser.ts";
import { createTextCleaner } from "../reading/clean-text.ts";
import { decodeText } from "../reading/decode-text.ts";
import { takeFrontMatter } from "../reading/front-matter.ts";
import { checkSize, checkTextLength } from "../reading/parse-failure.ts";

/** Reads any text in UTF-8, UTF-16, UTF-32 or, with a warning, Windows-1252. */
export const textParser: Parser = {
  id: "text@1",
  extensions: [".txt", ".text", ".log", ".rst", ".adoc", ".asciidoc", ".org", ".tex", ".srt", ".vtt"],
  mediaTypes: ["text/plain", "text/x-rst", "text/vtt"],
  parse: parseText,
};

function parseText(input: ParseInput): ParsedDocument {
  checkSize(input);
  const decoded = decodeText(input.bytes, input.fileName);
  const cleaner = createTextCleaner();
  const front = takeFrontMatter(cleaner.clean(decoded.text));
  checkTextLength(front.body.length, input);
  return {
    text: front.body,
    format: "text",
    ...(front.title === undefined ? {} : { title: front.title }),
    landmarks: [],
    metadata: front.metadata,
    ...front.access,
    warnings: [...decoded.warnings, ...cleaner.warnings(), ...front.warnings],
  };
}
