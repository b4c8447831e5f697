// A stand-in for a reranker: the share of the question's words that a text holds.
import type { Ranked, Reranker } from "../spec/reranker.ts";
import { countWords } from "./builders.ts";

/** Deterministic; texts with the same share keep their order. */
export function createFakeReranker(): Reranker {
  return {
    id: "fake",
    maxTokens: 8192,
    rank: async (query, texts, topN, signal) => {
      signal?.throwIfAborted();
      return texts
        .map((text, index) => ({ index, score: sharedWords(query, text) }))
        .toSorted(byScore)
        .slice(0, topN);
    },
  };
}

function byScore(left: Ranked, right: Ranked): number {
  return right.score - left.score || left.index - right.index;
}

function sharedWords(query: string, text: string): number {
  const asked = [...countWords(query).keys()];
  const held = countWords(text);
  return asked.filter((word) => held.has(word)).length / Math.max(1, asked.length);
}
