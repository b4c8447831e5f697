// What the program and an onnx process say to each other: what is to be loaded, what is asked, what comes back.
import { z } from "zod";

/** The one argument of the process. */
export const SETTINGS = z.strictObject({
  role: z.enum(["embedder", "reranker"]),
  engineFolder: z.string(),
  file: z.string(),
  /** `tokenizer.json`, and beside it perhaps `tokenizer_config.json`. */
  tokenizerFile: z.string(),
  tokenizerConfig: z.string().optional(),
  /** How the vectors of tokens become one, where the model does not do it itself. */
  pooling: z.enum(["mean", "cls", "last"]),
  threads: z.int(),
  memoryMb: z.number(),
  /** Tokens of a text, or of question and text together. */
  maxTokens: z.int(),
});

/** What is known once the model is loaded. */
export const FACTS = z.strictObject({
  /** Length of its vectors; 0 for rerankers. */
  dims: z.int(),
  output: z.string(),
});

export const EMBED = z.strictObject({ texts: z.array(z.string()) });
export const RANK = z.strictObject({ query: z.string(), texts: z.array(z.string()) });

/** Vectors as base64 of little-endian 32-bit floats. */
export const EMBEDDED = z.array(z.string());
export const RANKED = z.array(z.number());

export type Settings = z.output<typeof SETTINGS>;
export type Facts = z.output<typeof FACTS>;
