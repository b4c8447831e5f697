// How long a reply may take as a whole and how large it may be, by the tokens that it may have: whoever only drips is given up.
import type { ChatRequest } from "../spec/chat.ts";

export type ReplyLimits = {
  /** From the first byte to the last. */
  readonly limitMs: number;
  readonly maxBytes: number;
};

/** A slow machine without a graphics processor writes twice as fast. */
const SLOWEST_TOKEN_MS = 500;
/** Where the request says nothing of its tokens. */
const USUAL_TOKENS = 4096;
const LONGEST_MS = 1_800_000;

/** Ten times what a token is wrapped in by those that say most about it. */
const TOKEN_BYTES = 4000;
const LEAST_BYTES = 1_000_000;
const MOST_BYTES = 64_000_000;

export function replyLimits(
  { maxDurationMs, timeoutMs }: { readonly maxDurationMs: number | undefined; readonly timeoutMs: number },
  { maxTokens }: Pick<ChatRequest, "maxTokens">,
): ReplyLimits {
  const byTokens = timeoutMs + (maxTokens ?? USUAL_TOKENS) * SLOWEST_TOKEN_MS;
  const bytes = maxTokens === undefined ? MOST_BYTES : LEAST_BYTES + maxTokens * TOKEN_BYTES;
  return { limitMs: maxDurationMs ?? Math.min(LONGEST_MS, byTokens), maxBytes: Math.min(MOST_BYTES, bytes) };
}
