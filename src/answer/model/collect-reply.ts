// Collects a whole reply, for calls whose text is not shown while it comes.
import { SchoolbookError } from "../../core/errors.ts";
import type { ChatEvent, FinishReason, Usage } from "../../spec/chat.ts";

export type Collected = { readonly text: string; readonly usage: Usage; readonly reason: FinishReason };

export const NO_USAGE: Usage = { inputTokens: { total: 0, cached: 0 }, outputTokens: { total: 0, reasoning: 0 } };

export async function collectReply(events: AsyncIterable<ChatEvent>): Promise<Collected> {
  let text = "";
  for await (const event of events) {
    if (event.kind === "text-delta") text += event.text;
    if (event.kind === "finish") return { text, usage: event.usage, reason: event.reason };
  }
  throw new SchoolbookError("engine_failed", "The model's reply broke off.");
}

export function addUsage(one: Usage, other: Usage | undefined): Usage {
  if (other === undefined) return one;
  const isEstimated = one.estimated === true || other.estimated === true;
  return {
    inputTokens: {
      total: one.inputTokens.total + other.inputTokens.total,
      cached: one.inputTokens.cached + other.inputTokens.cached,
    },
    outputTokens: {
      total: one.outputTokens.total + other.outputTokens.total,
      reasoning: one.outputTokens.reasoning + other.outputTokens.reasoning,
    },
    ...(isEstimated ? { estimated: true } : {}),
  };
}
