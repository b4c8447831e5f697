// A second, dearer look at the best candidates.
import type { Spent } from "./embedder.ts";

export type Reranker = {
  readonly id: string;
  /** Tokens of question and text together that count; what is beyond is cut off. Undefined: not known. */
  readonly maxTokens?: number;
  /** The best `topN` texts by their index in `texts`, best first; equal scores in the order given. */
  rank(query: string, texts: readonly string[], topN: number, signal?: AbortSignal): Promise<readonly Ranked[]>;
  /** What it has cost since it was opened; absent where it costs nothing but time. */
  spent?(): Spent;
};

/** Scores compare texts under one query; they are comparable between queries only where a model's card says so. */
export type Ranked = {
  readonly index: number;
  readonly score: number;
};
