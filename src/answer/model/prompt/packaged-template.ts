// The template that holds where a project has none of its own: `prompts/answer.md` of the package.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { type AnswerTemplate, readTemplate } from "./read-template.ts";

export const PACKAGED_TEMPLATE = fileURLToPath(new URL("../../../../prompts/answer.md", import.meta.url));

export function packagedTemplate(): AnswerTemplate {
  return readTemplate(readFileSync(PACKAGED_TEMPLATE, "utf8"), "prompts/answer.md");
}
