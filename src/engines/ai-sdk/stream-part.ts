// The parts of an AI SDK stream that are read, in the forms that its specifications v2, v3 and v4 give them.
import { z } from "zod";

import type { ChatWarning, FinishReason, Usage } from "../../spec/chat.ts";

const count = z.number().nullish();

const NESTED_USAGE = z.object({
  inputTokens: z.object({ total: count, cacheRead: count }),
  outputTokens: z.object({ total: count, reasoning: count }),
});

const FLAT_USAGE = z.object({
  inputTokens: count,
  outputTokens: count,
  reasoningTokens: count,
  cachedInputTokens: count,
});

const REASON = z.union([z.string(), z.object({ unified: z.string() }).transform(({ unified }) => unified)]);

const WARNING = z.object({
  type: z.string(),
  feature: z.string().optional(),
  setting: z.string().optional(),
  message: z.string().optional(),
  details: z.string().optional(),
});

const PARTS = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text-delta"), delta: z.string() }),
  z.object({ type: z.literal("reasoning-delta"), delta: z.string() }),
  z.object({
    type: z.literal("tool-call"),
    toolCallId: z.string(),
    toolName: z.string(),
    input: z.string(),
    providerExecuted: z.boolean().optional(),
  }),
  z.object({ type: z.literal("stream-start"), warnings: z.array(WARNING).default([]) }),
  z.object({ type: z.literal("response-metadata"), id: z.string().nullish(), modelId: z.string().nullish() }),
  z.object({ type: z.literal("finish"), usage: z.union([NESTED_USAGE, FLAT_USAGE]).optional(), finishReason: REASON }),
  z.object({ type: z.literal("error"), error: z.unknown() }),
]);

export type StreamPart = z.output<typeof PARTS>;
export type PartWarning = z.output<typeof WARNING>;
type PartUsage = Extract<StreamPart, { type: "finish" }>["usage"];

/** Undefined for parts that have no counterpart here: sources, files, the pieces of a tool call's input, pings. */
export function readPart(value: unknown): StreamPart | undefined {
  const parsed = PARTS.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** Undefined where the provider tells nothing. */
export function readUsage(usage: PartUsage): Usage | undefined {
  if (usage === undefined) return undefined;
  const { inputTokens: input, outputTokens: output } = usage;
  if (typeof input === "object" && input !== null && typeof output === "object" && output !== null) {
    return usageOf({ input: input.total, cached: input.cacheRead, output: output.total, reasoning: output.reasoning });
  }
  if (!("cachedInputTokens" in usage)) return flat(input, output, usage);
  return flat(input, output, usage);
}

function flat(input: unknown, output: unknown, usage: object): Usage | undefined {
  const extra = FLAT_USAGE.partial().safeParse(usage).data;
  return usageOf({
    input: typeof input === "number" ? input : undefined,
    output: typeof output === "number" ? output : undefined,
    cached: extra?.cachedInputTokens,
    reasoning: extra?.reasoningTokens,
  });
}

type Counts = Readonly<Record<"input" | "cached" | "output" | "reasoning", number | null | undefined>>;

function usageOf({ input, cached, output, reasoning }: Counts): Usage | undefined {
  if (typeof input !== "number" && typeof output !== "number") return undefined;
  const inputTotal = input ?? 0;
  const outputTotal = output ?? 0;
  return {
    inputTokens: { total: inputTotal, cached: Math.min(inputTotal, cached ?? 0) },
    outputTokens: { total: outputTotal, reasoning: Math.min(outputTotal, reasoning ?? 0) },
  };
}

const REASONS = new Set<FinishReason>(["stop", "length", "content-filter", "tool-calls", "error", "other"]);

export function readReason(reason: string): FinishReason {
  return [...REASONS].find((known) => known === reason) ?? "other";
}

export function readWarning({ type, feature, setting, message, details }: PartWarning): ChatWarning {
  const what = feature ?? setting;
  const text = message ?? details;
  if (what === undefined) return { kind: "other", message: text ?? type };
  return { kind: "unsupported", setting: what, message: text ?? `The model does not heed ${what}.` };
}
