// What may be said about a model besides its reference; each engine takes what concerns it.
import { z } from "zod";

/** Far above any price, and far below where sums of many calls are no numbers any more. */
const MOST_USD = 1_000_000;

const usd = z.number().min(0).max(MOST_USD);

const PRICE = z.strictObject({
  input: usd.describe("US dollars for a million tokens read."),
  output: usd.default(0).describe("US dollars for a million tokens written."),
  cachedInput: usd.optional().describe("US dollars for a million tokens read from the server's cache."),
});

/** Options of a named model in the configuration. */
export const MODEL_OPTIONS = z.strictObject({
  contextTokens: z.int().min(16).optional().describe("Tokens that prompt and reply may have together."),
  price: PRICE.optional().describe(
    "What it costs. Without it nothing is known of its price: a table in the program would be out of date.",
  ),
  baseUrl: z.url().optional().describe("Address of the server, in place of the usual one: `http://gpu-box:8000/v1`."),
  keyVariable: z
    .string()
    .regex(/^\w+$/u, { error: "the name of an environment variable" })
    .optional()
    .describe("Environment variable that holds the key; keys themselves do not belong in the configuration."),
  headers: z
    .record(z.string(), z.string())
    .optional()
    .describe("Sent with every request; `${NAME}` stands for an environment variable."),
  concurrency: z.int().min(1).max(256).optional().describe("Requests at the same time at most; fewer when it is busy."),
  timeoutMs: z
    .int()
    .min(100)
    .optional()
    .describe(
      "How long a server may be silent, in milliseconds; a whole answer of vectors or a ranking may take twice as long.",
    ),
  maxDurationMs: z
    .int()
    .min(100)
    .optional()
    .describe(
      "How long a whole reply of a server may take, in milliseconds, however much it drips meanwhile; default `timeoutMs` and half a second for each token that the reply may have, 30 minutes at most.",
    ),
  dimensions: z.int().min(1).optional().describe("Shorter vectors, from models that can be cut."),
  maxTokens: z.int().min(1).optional().describe("Tokens of a text that an embedder or reranker takes in."),
  queryPrefix: z.string().optional().describe("Put before each question that is embedded, where the model wants it."),
  documentPrefix: z.string().optional().describe("Put before each passage that is embedded."),
  identity: z
    .string()
    .min(1)
    .optional()
    .describe("Name that vectors are kept under; give the same to two addresses of the same weights."),
  threads: z.int().min(1).optional().describe("Threads of an engine that runs on this machine; default 1."),
  memoryMb: z
    .int()
    .min(64)
    .optional()
    .describe("Megabytes of memory that a model on this machine may use; default four fifths of what there is."),
  gpu: z.boolean().optional().describe("Whether a model on this machine may use its GPU; default false."),
});

export type ModelOptions = z.output<typeof MODEL_OPTIONS>;
