// Options of a source that reads a web site.
import { z } from "zod";

import { ACCESS_RULES } from "../access-rules.ts";
import { GLOB } from "../glob.ts";
import { ALLOW_SHRINK } from "../shrink-guard.ts";

const ADDRESS = z
  .url({ protocol: /^https?$/u })
  .refine((address) => !/^https?:\/\/[^/]*@/u.test(address), "an address without a user name or password");

const READ_TYPES = ["text/html", "application/xhtml+xml", "text/markdown", "text/plain", "application/pdf"];

export const WEB_OPTIONS = z.strictObject({
  kind: z.literal("web").describe("Pages of a web site"),
  start: z
    .array(ADDRESS)
    .min(1)
    .describe("Addresses to begin with; only pages in the folder of one of them, or below it, are read"),
  discover: z
    .enum(["sitemap", "links"])
    .default("sitemap")
    .describe("Find pages by the site's sitemap, or by following links from the start"),
  sitemaps: z
    .array(ADDRESS)
    .min(1)
    .optional()
    .describe("Where the sitemaps are; default: where robots.txt says, else /sitemap.xml"),
  include: z.array(GLOB).min(1).default(["**"]).describe("Patterns of the paths to read, such as `docs/**`"),
  exclude: z.array(GLOB).default([]).describe("Patterns of paths to leave out"),
  types: z.array(z.string()).default(READ_TYPES).describe("Media types to read; pages of other types are passed by"),
  maxPages: z
    .int()
    .positive()
    .default(10_000)
    .describe("A site with more pages is reported instead of being read in part"),
  maxBytes: z.int().positive().default(20_000_000).describe("Pages larger than this are reported and not read"),
  concurrency: z.int().min(1).max(8).default(3).describe("How many requests run at once"),
  delayMs: z
    .int()
    .nonnegative()
    .default(100)
    .describe("Pause between requests; the site's own crawl-delay counts if longer"),
  timeoutMs: z.int().positive().default(30_000).describe("How long a page may take"),
  userAgent: z
    .string()
    .regex(/^[\x20-\x7e]+$/u, "plain characters only")
    .default("Schoolbook/0.1")
    .describe("What the site is told who asks; robots.txt rules for `schoolbook` apply"),
  allowShrink: ALLOW_SHRINK,
  access: ACCESS_RULES,
});

export type WebOptions = z.output<typeof WEB_OPTIONS>;
