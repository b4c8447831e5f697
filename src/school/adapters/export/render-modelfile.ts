// Ollama's Modelfile: an adapter on its base, with the template and the ends of turns that it was trained with.
import type { BaseText } from "../../../weights/open-base-text.ts";
import { ollamaTemplate } from "./ollama-template.ts";

export type Modelfile = {
  /** A file beside the Modelfile, or what Ollama calls the base. */
  readonly from: string;
  readonly isOwnFile: boolean;
  readonly adapter: string;
  readonly text: BaseText;
  /** Tokens of prompt and reply; without it Ollama cuts long prompts off at their beginning. */
  readonly contextTokens: number;
  readonly temperature: number;
};

export function renderModelfile(file: Modelfile): string {
  const { from, isOwnFile, adapter, text, contextTokens, temperature } = file;
  return [
    `FROM ${from}`,
    `ADAPTER ${adapter}`,
    `TEMPLATE """${ollamaTemplate({ family: text.family, withBegin: isOwnFile })}"""`,
    ...stopsOf(text).map((stop) => `PARAMETER stop ${JSON.stringify(stop)}`),
    `PARAMETER temperature ${temperature}`,
    `PARAMETER num_ctx ${contextTokens}`,
    "",
  ].join("\n");
}

/** Every token that ends a turn, by the template and by the base's own configuration. */
export function stopsOf({ family, tokenizer, endIds }: BaseText): readonly string[] {
  const ends = endIds.map((id) => tokenizer.decode([id], "show"));
  return [...new Set([family.endOfReply, family.endOfOthers, ...ends])].filter((stop) => stop !== "");
}
