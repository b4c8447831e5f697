// A row as one question and one answer, where it is no more than that.
import type { TrainExample } from "../../../spec/training.ts";

export type PairParts = {
  readonly system: string | undefined;
  readonly prompt: string;
  readonly completion: string;
};

/** The parts, or why the row has more to it. */
export function pairParts({ messages, tools = [] }: TrainExample): PairParts | string {
  if (tools.length > 0) return "it has tools";
  const rest = messages[0]?.role === "system" ? messages.slice(1) : messages;
  const [asked, answered, ...more] = rest;
  if (asked?.role !== "user" || answered?.role !== "assistant" || more.length > 0)
    return "it is more than a question and an answer";
  const system = rest === messages ? undefined : messages[0]?.content;
  const { content: prompt } = asked;
  const { content: completion } = answered;
  if (typeof prompt !== "string" || typeof completion !== "string" || Array.isArray(system))
    return "it has parts that are no text";
  return { system: typeof system === "string" ? system : undefined, prompt, completion };
}
