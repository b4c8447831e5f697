// One vote of a judge: a call, its reply read strictly; what cannot be read is a failed vote and no score.
import { z } from "zod";

import { toSchoolbookError } from "../../core/errors.ts";
import type { ChatModel, JsonSchema, Prompt } from "../../spec/chat.ts";
import { findJson } from "../find-json.ts";
import { HIGHEST_SCORE, LOWEST_SCORE, PAIR_SCHEMA, SCORE_SCHEMA } from "./judge-prompt.ts";

export type CallOptions = {
  readonly temperature: number;
  readonly seed: number;
  readonly maxTokens: number;
  /** The same for every try at this vote, in this process and the next; see `ChatRequest`. */
  readonly idempotencyKey?: string;
  readonly abortSignal?: AbortSignal;
};

export type Vote<Value> =
  | { readonly kind: "cast"; readonly value: Value; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

export type Preference = "first" | "second" | "tie";

const SCORE_REPLY = z.object({
  reason: z.string().default(""),
  score: z.number().int().min(LOWEST_SCORE).max(HIGHEST_SCORE),
});
const PAIR_REPLY = z.object({ reason: z.string().default(""), better: z.enum(["A", "B", "tie"]) });
const PREFERENCES = { A: "first", B: "second", tie: "tie" } as const;

/** From 0 to 1, whatever steps the judge is asked for. */
export async function voteOnScore(model: ChatModel, prompt: Prompt, options: CallOptions): Promise<Vote<number>> {
  const vote = await castVote(model, { prompt, json: SCORE_SCHEMA, reply: SCORE_REPLY }, options);
  if (vote.kind === "failed") return vote;
  const value = (vote.value.score - LOWEST_SCORE) / (HIGHEST_SCORE - LOWEST_SCORE);
  return { kind: "cast", value, reason: vote.value.reason };
}

export async function voteOnPair(model: ChatModel, prompt: Prompt, options: CallOptions): Promise<Vote<Preference>> {
  const vote = await castVote(model, { prompt, json: PAIR_SCHEMA, reply: PAIR_REPLY }, options);
  if (vote.kind === "failed") return vote;
  return { kind: "cast", value: PREFERENCES[vote.value.better], reason: vote.value.reason };
}

type Ballot<Reply> = { readonly prompt: Prompt; readonly json: JsonSchema; readonly reply: z.ZodType<Reply> };

async function castVote<Reply>(
  model: ChatModel,
  { prompt, json, reply }: Ballot<Reply>,
  { abortSignal, ...settings }: CallOptions,
): Promise<{ readonly kind: "cast"; readonly value: Reply } | { readonly kind: "failed"; readonly reason: string }> {
  let text = "";
  try {
    const request = {
      prompt,
      ...settings,
      ...(model.can.json ? { json } : {}),
      ...(abortSignal === undefined ? {} : { abortSignal }),
    };
    for await (const event of model.generate(request)) if (event.kind === "text-delta") text += event.text;
  } catch (error) {
    abortSignal?.throwIfAborted();
    return { kind: "failed", reason: toSchoolbookError(error).message };
  }
  const parsed = reply.safeParse(findJson(text)?.value);
  if (parsed.success) return { kind: "cast", value: parsed.data };
  return { kind: "failed", reason: `the judge's reply cannot be read: ${text.slice(0, 120)}` };
}
