// What a hosted job will cost and bind to, as far as the provider or the user's prices tell.
import type { Estimate, TrainPlan } from "../../spec/training.ts";
import type { HostedApi } from "./hosted-api.ts";
import { type Prices, termsNotes } from "./provider-terms.ts";

const CHARS_PER_TOKEN = 4;
/** Queueing and loading take most of a small job's time. */
const OVERHEAD_SECONDS = 600;
const TOKENS_PER_SECOND = 3000;

export type EstimateParts = { readonly plan: TrainPlan; readonly prices: Prices };

export async function estimateHosted(api: HostedApi, { plan, prices }: EstimateParts): Promise<Estimate> {
  const characters = plan.examples.reduce((sum, { messages }) => sum + JSON.stringify(messages).length, 0);
  const tokens = (characters / CHARS_PER_TOKEN) * plan.epochs;
  const { usdPerMillionTokens: price } = prices;
  const cost =
    price === undefined
      ? "What training costs is not known here: look it up in the provider's price list and set usdPerMillionTokens."
      : `${((tokens / 1e6) * price).toFixed(2)} USD for about ${Math.round(tokens)} tokens at ${price} USD a million.`;
  return {
    seconds: OVERHEAD_SECONDS + tokens / TOKENS_PER_SECOND,
    memoryBytes: 0,
    costUsd: price === undefined ? 0 : (tokens / 1e6) * price,
    notes: [cost, ...termsNotes(api.terms, prices)],
  };
}
