// A second, dearer look at the best candidates.

export type Reranker = {
  readonly id: string;
  /** The best `topN` texts by their index in `texts`, best first. */
  rank(query: string, texts: readonly string[], topN: number, signal?: AbortSignal): Promise<readonly Ranked[]>;
};

export type Ranked = {
  readonly index: number;
  readonly score: number;
};
