// What the program and a llama process say to each other: what is to be loaded, what is asked, what comes back.
import { z } from "zod";

/** The one argument of the process. */
export const SETTINGS = z.strictObject({
  role: z.enum(["chat", "embedder", "reranker"]),
  engineFolder: z.string(),
  file: z.string(),
  threads: z.int(),
  /** Layers are put on a GPU only when asked for. */
  gpu: z.boolean(),
  memoryMb: z.number(),
  /** Chat: tokens of one conversation. Else: tokens of one text. Undefined: what suits the model. */
  contextTokens: z.int().optional(),
  /** Conversations at the same time. */
  sequences: z.int(),
  /** Contexts with a LoRA adapter that are kept. */
  adaptersKept: z.int(),
});

/** What is known once the model is loaded. */
export const FACTS = z.strictObject({
  architecture: z.string(),
  contextTokens: z.int(),
  sequences: z.int(),
  /** Length of its vectors. */
  dims: z.int(),
  /** How its vectors are read off, by GGUF's number. */
  pooling: z.int(),
  tools: z.boolean(),
  /** How the template writes a call, where it can. */
  toolFormat: z
    .strictObject({
      open: z.string(),
      close: z.string(),
      nameKey: z.string(),
      inputKey: z.string(),
      isList: z.boolean(),
    })
    .optional(),
});

const MESSAGE = z.strictObject({
  role: z.enum(["system", "user", "assistant", "tool"]),
  content: z.string(),
  reasoning_content: z.string().optional(),
  name: z.string().optional(),
  tool_call_id: z.string().optional(),
  tool_calls: z
    .array(
      z.strictObject({
        id: z.string(),
        type: z.literal("function"),
        function: z.strictObject({ name: z.string(), arguments: z.unknown() }),
      }),
    )
    .optional(),
});

const TOOL = z.strictObject({
  type: z.literal("function"),
  function: z.strictObject({
    name: z.string(),
    description: z.string(),
    parameters: z.record(z.string(), z.unknown()),
  }),
});

const ADAPTER = z.strictObject({ path: z.string(), scale: z.number() });

export const RENDER = z.strictObject({
  messages: z.array(MESSAGE),
  tools: z.array(TOOL).optional(),
  /** llama.cpp's own template engine in place of the one in JavaScript. */
  native: z.boolean().default(false),
});

export const GENERATE = RENDER.extend({
  adapter: ADAPTER.optional(),
  /** GBNF that the reply has to follow. */
  grammar: z.string().optional(),
  maxTokens: z.int().optional(),
  temperature: z.number(),
  topP: z.number(),
  seed: z.int(),
  stop: z.array(z.string()),
});

export const SCORE = RENDER.extend({ adapter: ADAPTER.optional(), continuations: z.array(z.string()) });

export const TOKENIZE = z.strictObject({ texts: z.array(z.string()) });
export const NEXT_TOKENS = z.strictObject({ tokens: z.array(z.int()), count: z.int() });
export const EMBED = z.strictObject({ texts: z.array(z.string()) });
export const RANK = z.strictObject({ query: z.string(), texts: z.array(z.string()) });

const OUTPUT_PART = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text"), text: z.string() }),
  z.strictObject({ kind: z.literal("reasoning"), text: z.string() }),
  z.strictObject({
    kind: z.literal("call"),
    name: z.string(),
    input: z.unknown(),
    invalid: z.string().optional(),
  }),
]);

/** A reply as it comes: first what the prompt was, then each step with the counts so far. */
export const CHAT_STEP = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("begun"), inputTokens: z.int(), cachedTokens: z.int() }),
  z.strictObject({
    kind: z.literal("wrote"),
    parts: z.array(OUTPUT_PART),
    outputTokens: z.int(),
    reasoningTokens: z.int(),
  }),
]);

export const GENERATED = z.strictObject({
  reason: z.enum(["stop", "length", "tool-calls"]),
  outputTokens: z.int(),
  reasoningTokens: z.int(),
});
export const RENDERED = z.strictObject({ text: z.string(), tokens: z.array(z.int()) });
export const SCORED = z.array(z.array(z.number()));
export const TOKENIZED = z.array(z.array(z.int()));
export const NEXT = z.array(z.strictObject({ token: z.int(), logProbability: z.number() }));
/** Vectors as base64 of little-endian 32-bit floats. */
export const EMBEDDED = z.array(z.string());
export const RANKED = z.array(z.number());

export type Settings = z.output<typeof SETTINGS>;
export type Facts = z.output<typeof FACTS>;
export type ToolFormat = NonNullable<Facts["toolFormat"]>;
export type TemplateMessage = z.output<typeof MESSAGE>;
export type TemplateTool = z.output<typeof TOOL>;
export type AdapterFile = z.output<typeof ADAPTER>;
export type GenerateParams = z.output<typeof GENERATE>;
export type OutputPart = z.output<typeof OUTPUT_PART>;
export type ChatStep = z.output<typeof CHAT_STEP>;
export type Generated = z.output<typeof GENERATED>;
