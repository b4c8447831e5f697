// The embedder in the box: a text's vector is the sum of the rows of its pieces, brought to length 1.
import type { Embedder } from "../../spec/embedder.ts";
import { createWordPiece } from "./create-word-piece.ts";
import { loadSumKernel } from "./load-sum-kernel.ts";
import { type EmbeddingTable, readTable } from "./read-table.ts";

/** Of the splitting and summing, not of the table; another name is another fingerprint. */
const METHOD = "static@1";
const MAX_TOKENS = 8192;
const PREFERRED_TEXTS = 256;

/** Needs no network, no native code and no warm-up besides reading its table. */
export function createStaticEmbedder(table: EmbeddingTable = readTable()): Embedder {
  const { dims } = table;
  const wordPiece = createWordPiece(table.entries);
  const sumOf = loadSumKernel(table, MAX_TOKENS);
  // why: a text without any known piece has to have a direction too; it is the same for all of them.
  const unknown = new Float32Array(dims).fill(1 / Math.sqrt(dims));
  return {
    fingerprint: `${METHOD}:${table.hash.slice(0, 16)}:${dims}`,
    dims,
    maxTokens: MAX_TOKENS,
    preferredTexts: PREFERRED_TEXTS,
    embed: async (texts, _role, signal) => {
      signal?.throwIfAborted();
      return texts.map((text) => sumOf(wordPiece.encode(text, MAX_TOKENS)) ?? unknown.slice());
    },
  };
}
