// Text to vectors.

export type Embedder = {
  /** Names everything that changes the vectors: model, weights, prefixes, dimensions, normalisation. */
  readonly fingerprint: string;
  readonly dims: number;
  /** Tokens of a text that count; what is beyond is cut off by the embedder, never refused. */
  readonly maxTokens: number;
  /** How many texts are worth handing over at once; the embedder splits them into requests itself. Default 64. */
  readonly preferredTexts?: number;
  /** Unit-length vectors, one per text, in order. */
  embed(texts: readonly string[], role: EmbedRole, signal?: AbortSignal): Promise<readonly Float32Array[]>;
  /** What it has cost since it was opened; absent where it costs nothing but time. */
  spent?(): Spent;
};

/** Many models want a different prefix for questions than for passages. */
export type EmbedRole = "query" | "document";

/** Requests and tokens so far, those of failed requests that the server reported included. */
export type Spent = {
  readonly requests: number;
  readonly tokens: number;
  /** True where the server did not tell all of the tokens. */
  readonly estimated: boolean;
};
