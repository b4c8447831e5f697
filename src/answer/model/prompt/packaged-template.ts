// The templates that hold where a project has none of its own: `prompts/answer.md` and `prompts/closed-book.md` of the package.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { type AnswerTemplate, readTemplate } from "./read-template.ts";

export const PACKAGED_TEMPLATE = fileURLToPath(new URL("../../../../prompts/answer.md", import.meta.url));

export function packagedTemplate(): AnswerTemplate {
  return readTemplate(readFileSync(PACKAGED_TEMPLATE, "utf8"), "prompts/answer.md");
}

export const PACKAGED_CLOSED_BOOK = fileURLToPath(new URL("../../../../prompts/closed-book.md", import.meta.url));

/** For answers without passages. */
export function closedBookTemplate(): AnswerTemplate {
  return readTemplate(readFileSync(PACKAGED_CLOSED_BOOK, "utf8"), "prompts/closed-book.md", { isClosedBook: true });
}
