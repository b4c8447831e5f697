// What drafting will cost, before the first call: from the prompts that it would really send.
import { estimateTokens } from "../../core/estimate-tokens.ts";
import type { DraftPassage } from "./draft-passage.ts";
import { DRAFT_REPLY, draftPrompt } from "./draft-prompt.ts";

export type DraftForecast = {
  /** At least: a draft that is dropped is a call more. */
  readonly calls: number;
  readonly mostCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of so many calls; undefined: the model has no configured price. */
  readonly usd: number | undefined;
};

/** For each question that is wanted, so many passages are tried at most. */
export const MOST_TRIES = 3;

export type CostUsd = (tokens: { readonly input: number; readonly output: number }) => number | undefined;

export function forecastDraft(
  wanted: number,
  { samples, costUsd }: { readonly samples: readonly DraftPassage[]; readonly costUsd: CostUsd },
): DraftForecast {
  const sampled = samples.reduce((sum, passage) => sum + promptTokens(passage), 0);
  const each = samples.length === 0 ? 0 : sampled / samples.length;
  const [inputTokens, outputTokens] = [Math.round(each * wanted), DRAFT_REPLY.usual * wanted];
  const usd = costUsd({ input: inputTokens, output: outputTokens });
  return { calls: wanted, mostCalls: wanted * MOST_TRIES, inputTokens, outputTokens, usd };
}

export function promptTokens(passage: DraftPassage): number {
  return draftPrompt(passage, "answerable").reduce(
    (sum, { content }) => sum + (typeof content === "string" ? estimateTokens(content) : 0),
    0,
  );
}
