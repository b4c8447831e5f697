// What a reply has cost: as the server reports it, and counted from the text where it does not.
import { estimateTokens } from "../../../core/estimate-tokens.ts";
import type { ChatMessage, ChatRequest, Prompt, Usage } from "../../../spec/chat.ts";
import type { ChunkUsage } from "./chunk-schema.ts";

export type Written = {
  readonly text: string[];
  readonly reasoning: string[];
  /** The last report; of a reply that is cut off it is the latest, not the last word. */
  reported: ChunkUsage | undefined;
};

/** Tokens that templates put around a message. */
const AROUND_MESSAGE = 4;

export type Progress = { readonly isWhole: boolean; readonly callTokens: number };

export function countUsage({ prompt }: ChatRequest, written: Written, { isWhole, callTokens }: Progress): Usage {
  const { reported } = written;
  const reasoning = tokensOf(written.reasoning);
  const counted = tokensOf(written.text) + reasoning + callTokens;
  if (reported === undefined) {
    const total = promptTokens(prompt);
    return { inputTokens: { total, cached: 0 }, outputTokens: { total: counted, reasoning }, estimated: true };
  }
  const input = reported.prompt_tokens;
  const output = isWhole ? reported.completion_tokens : Math.max(reported.completion_tokens, counted);
  return {
    inputTokens: { total: input, cached: atMost(input, reported.prompt_tokens_details?.cached_tokens) },
    outputTokens: { total: output, reasoning: atMost(output, reported.completion_tokens_details?.reasoning_tokens) },
    ...(isWhole ? {} : { estimated: true }),
  };
}

/** An estimate, for when the server does not tell. */
export function promptTokens(prompt: Prompt): number {
  return prompt.reduce((sum, message) => sum + AROUND_MESSAGE + messageTokens(message), 0);
}

function atMost(limit: number, value: number | null | undefined): number {
  return Math.min(limit, value ?? 0);
}

function tokensOf(pieces: readonly string[]): number {
  return pieces.length === 0 ? 0 : estimateTokens(pieces.join(""));
}

function messageTokens({ content }: ChatMessage): number {
  return estimateTokens(typeof content === "string" ? content : JSON.stringify(content));
}
