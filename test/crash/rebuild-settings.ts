// The two ways of cutting documents that rebuilds go back and forth between, and the embedder for both.
import type { Indexer } from "../../src/library/sync/indexer.ts";
import type { Embedder } from "../../src/spec/embedder.ts";
import { fakeVector } from "../../src/testing/index.ts";
import { DIMS, PARAGRAPHS, passagesFor, WHOLE } from "./workload.ts";

export const EMBEDDER: Embedder = {
  fingerprint: PARAGRAPHS.embedder,
  dims: DIMS,
  maxTokens: 8192,
  embed: async (texts) => texts.map((text) => fakeVector(text, { dims: DIMS })),
};

export function indexerFor(chunker: string): Indexer {
  const { analyzer } = PARAGRAPHS;
  return {
    chunker,
    analyzer,
    index: (document) => passagesFor({ chunker }, document).map(({ vector: _vector, ...passage }) => passage),
    embedText: ({ start, end }, text) => text.slice(start, end),
  };
}

export function otherChunker(chunker: string | undefined): string {
  return chunker === PARAGRAPHS.chunker ? WHOLE.chunker : PARAGRAPHS.chunker;
}
