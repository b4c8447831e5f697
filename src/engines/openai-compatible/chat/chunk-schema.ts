// The parts of a streamed or whole chat completion that are read; servers add much more.
import { z } from "zod";

const count = z.number().int().min(0).catch(0);

const USAGE = z.object({
  prompt_tokens: z.number().int().min(0),
  completion_tokens: count.default(0),
  prompt_tokens_details: z.object({ cached_tokens: count.nullish() }).nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: count.nullish() }).nullish(),
});

const TOOL_CALL = z.object({
  index: z.number().int().min(0).nullish(),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.unknown().optional() }).nullish(),
});

/** Some servers stream parts, such as thoughts, in place of plain text. */
const PART = z.object({
  type: z.string(),
  text: z.string().optional(),
  thinking: z.array(z.object({ text: z.string().optional() })).optional(),
});

const MESSAGE = z.object({
  content: z.union([z.string(), z.array(PART)]).nullish(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish().catch(undefined),
  refusal: z.string().nullish(),
  tool_calls: z.array(TOOL_CALL).nullish(),
});

const CHOICE = z.object({
  index: z.number().int().nullish(),
  delta: MESSAGE.nullish(),
  message: MESSAGE.nullish(),
  finish_reason: z.string().nullish(),
});

export const CHUNK = z.object({
  id: z.string().nullish().catch(undefined),
  model: z.string().nullish().catch(undefined),
  choices: z.array(CHOICE).nullish(),
  usage: USAGE.nullish().catch(undefined),
  error: z.unknown().optional(),
});

export type Chunk = z.output<typeof CHUNK>;
export type ChunkMessage = z.output<typeof MESSAGE>;
export type ChunkUsage = z.output<typeof USAGE>;
export type ChunkToolCall = z.output<typeof TOOL_CALL>;
