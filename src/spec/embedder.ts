// Text to vectors.

export type Embedder = {
  /** Names everything that changes the vectors: model, weights, prefixes, dimensions, normalisation. */
  readonly fingerprint: string;
  readonly dims: number;
  readonly maxTokens: number;
  /** Unit-length vectors, one per text, in order. */
  embed(texts: readonly string[], role: EmbedRole, signal?: AbortSignal): Promise<readonly Float32Array[]>;
};

/** Many models want a different prefix for questions than for passages. */
export type EmbedRole = "query" | "document";
