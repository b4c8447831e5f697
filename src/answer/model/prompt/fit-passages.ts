// Chooses how many passages a prompt can hold, by the tokenizer of the model that reads it.
import { estimateTokens } from "../../../core/estimate-tokens.ts";
import type { ChatMessage, ChatModel, Prompt } from "../../../spec/chat.ts";
import type { SourcePassage } from "./source-passage.ts";

export type Budget = {
  readonly model: Pick<ChatModel, "countTokens">;
  /** Tokens that the prompt may have. */
  readonly maxTokens: number;
  readonly write: (passages: readonly SourcePassage[]) => Prompt;
  readonly signal?: AbortSignal;
};

export type FittedPrompt = {
  readonly prompt: Prompt;
  readonly passages: readonly SourcePassage[];
  readonly tokens: { readonly total: number; readonly estimated: boolean };
};

/** What the template of a chat adds to a message, where it can only be estimated. */
const PER_MESSAGE = 6;
/** A passage shorter than this is left out rather than cut. */
const MIN_CUT = 200;

/** The best first, as many as there is room for; the first one is cut to what fits rather than left out. */
export async function fitPassages(passages: readonly SourcePassage[], budget: Budget): Promise<FittedPrompt> {
  let [low, high] = [0, passages.length];
  let best = await fitted([], budget);
  const all = await fitted(passages, budget);
  if (all.tokens.total <= budget.maxTokens) return all;
  // why: a passage more is never fewer tokens, so that halving finds the largest number that fits.
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const tried = await fitted(passages.slice(0, middle), budget);
    if (tried.tokens.total <= budget.maxTokens) [low, best] = [middle, tried];
    else high = middle;
  }
  const [first] = passages;
  return low > 0 || first === undefined ? best : await cutToFit(first, budget, best);
}

async function cutToFit(passage: SourcePassage, budget: Budget, without: FittedPrompt): Promise<FittedPrompt> {
  let { length } = passage.text;
  while (length > MIN_CUT) {
    length = Math.floor(length * 0.7);
    const text = passage.text.slice(0, Math.max(MIN_CUT, passage.text.lastIndexOf(" ", length))).toWellFormed();
    const tried = await fitted([{ ...passage, text, end: passage.start + text.length }], budget);
    if (tried.tokens.total <= budget.maxTokens) return tried;
  }
  return without;
}

async function fitted(passages: readonly SourcePassage[], { model, write, signal }: Budget): Promise<FittedPrompt> {
  const prompt = write(passages);
  const counted = await model.countTokens?.(prompt, signal);
  const tokens =
    counted === undefined ? { total: estimatePrompt(prompt), estimated: true } : { total: counted, estimated: false };
  return { prompt, passages, tokens };
}

export function estimatePrompt(prompt: Prompt): number {
  return prompt.reduce((sum, message) => sum + PER_MESSAGE + estimateTokens(contentOf(message)), 0);
}

/** The text of a message, whatever parts it is made of. */
export function contentOf({ content }: ChatMessage): string {
  if (typeof content === "string") return content;
  return content.map((part) => (part.kind === "text" ? part.text : "")).join("");
}
