// How a base model reads conversations: its own tokenizer and template, out of its folder.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { SchoolbookError } from "../core/errors.ts";
import { sha256 } from "../core/hash.ts";
import { type BytePairTokenizer, createBytePairTokenizer } from "./byte-pair-tokenizer.ts";
import { type ChatFamily, recogniseTemplate } from "./chat-family.ts";
import { readModelConfig } from "./model-config.ts";
import { readTokenizerFile } from "./tokenizer/tokenizer-file.ts";

export type BaseText = {
  readonly name: string;
  readonly contextTokens: number;
  readonly templateHash: string;
  readonly family: ChatFamily;
  /** False: the template is of the family, but not the very one that is rendered here. */
  readonly exactTemplate: boolean;
  readonly tokenizer: BytePairTokenizer;
  /** At any of these a server stops. */
  readonly endIds: readonly number[];
  readonly padId: number | undefined;
};

/** Throws `input_invalid` for what Schoolbook cannot read, and says what that is. */
export async function openBaseText(folder: string): Promise<BaseText> {
  const templatePath = join(folder, "chat_template.jinja");
  if (!existsSync(join(folder, "tokenizer.json")) || !existsSync(templatePath)) {
    throw new SchoolbookError("input_invalid", `${folder} holds no tokenizer.json and chat_template.jinja.`, {
      hint: "Name the folder of a base model as the Hugging Face library writes it, or `nano`.",
    });
  }
  const template = await readFile(templatePath, "utf8");
  const recognised = recogniseTemplate(template);
  if (recognised === undefined) {
    throw new SchoolbookError("input_invalid", `${templatePath} is of no family of templates that is known here.`, {
      hint: "Tokens of its rows cannot be told beforehand; the trainer counts them itself.",
    });
  }
  const config = await readModelConfig(folder);
  return {
    name: basename(folder),
    contextTokens: config.context,
    templateHash: sha256(template),
    family: recognised.family,
    exactTemplate: recognised.exact,
    tokenizer: createBytePairTokenizer(await readTokenizerFile(join(folder, "tokenizer.json"))),
    endIds: config.endIds,
    padId: config.padId,
  };
}
