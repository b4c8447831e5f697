// What an answer cost, at the price that the configuration gives its model.
import type { Usage } from "../../spec/chat.ts";

/** US dollars for a million tokens. */
export type Price = {
  readonly input: number;
  readonly output: number;
  readonly cachedInput?: number | undefined;
};

const MILLION = 1_000_000;

export function costOf({ inputTokens, outputTokens }: Usage, { input, output, cachedInput = input }: Price): number {
  const fresh = Math.max(0, inputTokens.total - inputTokens.cached);
  return (fresh * input + inputTokens.cached * cachedInput + outputTokens.total * output) / MILLION;
}
