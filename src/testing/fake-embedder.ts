// A deterministic stand-in for an embedding model: a hashed bag of words, so that texts that share words are near each other.
import { sha256 } from "../core/hash.ts";
import type { Embedder } from "../spec/embedder.ts";

export type FakeEmbedderOptions = {
  readonly dims?: number;
  /** Part of the fingerprint and of every vector: another seed is another model. */
  readonly seed?: number;
};

export type FakeEmbedder = Embedder & {
  /** How many texts were embedded so far: what a sync really cost. */
  readonly embedded: () => number;
};

/** An embedder that needs no model and gives the same unit vector for the same text everywhere. */
export function createFakeEmbedder({ dims = 32, seed = 0 }: FakeEmbedderOptions = {}): FakeEmbedder {
  let embedded = 0;
  return {
    fingerprint: `fake@1:${dims}:${seed}`,
    dims,
    maxTokens: 8192,
    embedded: () => embedded,
    embed: async (texts, _role, signal) => {
      signal?.throwIfAborted();
      embedded += texts.length;
      return texts.map((text) => fakeVector(text, { dims, seed }));
    },
  };
}

/** The vector that the fake embedder gives a text. */
export function fakeVector(text: string, { dims = 32, seed = 0 }: FakeEmbedderOptions = {}): Float32Array {
  const sums = new Float64Array(dims);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [""]) addWord(sums, `${seed}:${word}`);
  const length = Math.hypot(...sums);
  return Float32Array.from(sums, (value) => (length === 0 ? 1 / Math.sqrt(dims) : value / length));
}

/** Adds a word's direction: bytes of its hash, stretched over the dimensions. */
function addWord(sums: Float64Array, word: string): void {
  for (let block = 0; block * 32 < sums.length; block++) {
    const bytes = Buffer.from(sha256(`${block}:${word}`), "hex");
    for (const [index, byte] of bytes.subarray(0, sums.length - block * 32).entries()) {
      sums[block * 32 + index] = (sums[block * 32 + index] ?? 0) + (byte - 127.5) / 127.5;
    }
  }
}
