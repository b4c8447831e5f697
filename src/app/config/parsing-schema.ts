// Limits of reading one file.
import { z } from "zod";

const MEGABYTE = 1_000_000;

export const PARSING_SCHEMA = z.strictObject({
  processes: z
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe("Processes that read files at the same time. Default: one fewer than the machine's cores, at most 4."),
  timeoutMs: z.int().min(100).default(60_000).describe("Milliseconds after which reading a file is given up."),
  memoryMb: z.int().min(64).default(512).describe("Megabytes of memory that one process may use."),
  maxBytes: z
    .int()
    .min(1)
    .default(200 * MEGABYTE)
    .describe("Size of a file in bytes at most."),
  maxChars: z
    .int()
    .min(1)
    .default(50 * MEGABYTE)
    .describe("Characters of text taken from one file at most."),
  maxPages: z.int().min(1).default(5000).describe("Pages, slides or sheets taken from one file at most."),
});
