// Markdown and MDX: the text is stored nearly as written, without front matter, comments, hidden markup and MDX code.
import type { ParsedDocument, ParseInput, Parser } from "../../spec/parser.ts";
import { createTextCleaner } from "../reading/clean-text.ts";
import { decodeText } from "../reading/decode-text.ts";
import { takeFrontMatter } from "../reading/front-matter.ts";
import { checkSize, checkTextLength } from "../reading/parse-failure.ts";
import { findTitle } from "./find-title.ts";
import { stripHidden } from "./strip-hidden.ts";
import { dropMarks, stripMdx } from "./strip-mdx.ts";

/** Reads `.md` and `.mdx`; on the path of every sync, hence one pass and no syntax tree. */
export const markdownParser: Parser = {
  id: "markdown@2",
  extensions: [".md", ".markdown", ".mdown", ".mkd", ".mdx"],
  mediaTypes: ["text/markdown", "text/x-markdown", "text/mdx"],
  parse: parseMarkdown,
};

function parseMarkdown(input: ParseInput): ParsedDocument {
  checkSize(input);
  const decoded = decodeText(input.bytes, input.fileName);
  const cleaner = createTextCleaner();
  const front = takeFrontMatter(cleaner.clean(decoded.text));
  const isMdx = /\.mdx$/i.test(input.fileName);
  const { text: shown, warnings } = stripHidden(isMdx ? stripMdx(front.body) : front.body);
  const text = isMdx ? dropMarks(shown) : shown;
  checkTextLength(text.length, input);
  const title = front.title ?? findTitle(text);
  return {
    text,
    format: "markdown",
    ...(title === undefined ? {} : { title }),
    landmarks: [],
    metadata: front.metadata,
    ...front.access,
    warnings: [...decoded.warnings, ...cleaner.warnings(), ...front.warnings, ...warnings],
  };
}
