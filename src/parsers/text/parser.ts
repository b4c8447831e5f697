// Plain text, logs and light markup that is read as it stands.
import type { ParsedDocument, ParseInput, Parser } from "../../spec/parser.ts";
import { createTextCleaner } from "../reading/clean-text.ts";
import { decodeText } from "../reading/decode-text.ts";
import { takeFrontMatter } from "../reading/front-matter.ts";
import { checkSize, checkTextLength } from "../reading/parse-failure.ts";
import { mentionsReaders } from "../reading/said-access.ts";

const UNREAD_ACCESS =
  'A line near the top says "acl", which is read in front matter only: between two lines of `---` at the very top. Nobody may read this document until it is there.';

/** Reads any text in UTF-8, UTF-16, UTF-32 or, with a warning, Windows-1252. */
export const textParser: Parser = {
  id: "text@2",
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
  const isUnread = front.access.acl === undefined && mentionsReaders(front.body);
  return {
    text: front.body,
    format: "text",
    ...(front.title === undefined ? {} : { title: front.title }),
    landmarks: [],
    metadata: front.metadata,
    ...(isUnread ? { acl: [], aclIsBroken: true } : front.access),
    warnings: [...decoded.warnings, ...cleaner.warnings(), ...front.warnings, ...(isUnread ? [UNREAD_ACCESS] : [])],
  };
}
