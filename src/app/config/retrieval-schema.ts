// Settings of searches; the defaults are those that bench/ranking found.
import { z } from "zod";

import { DEFAULT_RETRIEVAL } from "../../library/retrieve/create-retriever.ts";

const { ranking, fusion, candidates, expandParents } = DEFAULT_RETRIEVAL;

const lexicalWeight = z
  .number()
  .min(0)
  .max(1)
  .default(fusion.lexicalWeight)
  .describe("Share of the word search, 0 to 1; the rest is the vector search's. Without vectors it has no effect.");

const RANKING_SCHEMA = z.strictObject({
  k1: z.number().min(0).default(ranking.k1).describe("BM25: how much more a word counts that occurs more often."),
  b: z.number().min(0).max(1).default(ranking.b).describe("BM25: how much long passages are held back, 0 to 1."),
  documentWeight: z
    .number()
    .min(0)
    .default(ranking.documentWeight)
    .describe("How much the score of the whole document adds to its passages'."),
});

const FUSION_SCHEMA = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("min-max").describe("Each search's scores brought to 0..1, then mixed."),
    lexicalWeight,
  }),
  z.strictObject({
    kind: z
      .literal("reciprocal-rank")
      .describe("1 / (constant + rank): for when there is nothing to tune a weight on."),
    lexicalWeight,
    constant: z.number().min(1).default(60).describe("The larger, the less the first ranks stand out."),
  }),
]);

export const RETRIEVAL_SCHEMA = z.strictObject({
  limit: z.int().min(1).max(1000).default(10).describe("Passages that a search returns."),
  candidates: z.int().min(1).default(candidates).describe("Passages that each search brings before both are mixed."),
  expandParents: z.boolean().default(expandParents).describe("Adds the text of the section around each passage."),
  ranking: RANKING_SCHEMA.prefault({}).describe("How words are weighed."),
  fusion: FUSION_SCHEMA.default(fusion).describe("How the word search and the vector search are mixed."),
});
