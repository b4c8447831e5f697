// What can be set about a search, and the one setting that is used unless an exam finds a better one.
import type { LexicalRanking } from "../../spec/store.ts";

/** How two ranked lists become one. `lexicalWeight` is the share (0 to 1) of the lexical leg; the rest is the dense leg's. */
export type Fusion =
  /** Each leg's scores brought to 0..1, then mixed. */
  | { readonly kind: "min-max"; readonly lexicalWeight: number }
  /** 1 / (constant + rank): needs no scores, for when the weight cannot be tuned. */
  | { readonly kind: "reciprocal-rank"; readonly lexicalWeight: number; readonly constant: number };

export type RetrievalSettings = {
  readonly ranking: LexicalRanking;
  readonly fusion: Fusion;
  /** How many passages each leg brings before they are fused. */
  readonly candidates: number;
  /** How many fused passages a reranker looks at, where there is one. */
  readonly rerankCandidates: number;
  /** Adds the text of the section around each hit. */
  readonly expandParents: boolean;
};

/** Found by `bench/ranking/run.ts`, which also prints what each number is worth. */
export const DEFAULT_RETRIEVAL: RetrievalSettings = {
  ranking: { k1: 1.2, b: 0.75, documentWeight: 0.3 },
  fusion: { kind: "min-max", lexicalWeight: 0.8 },
  candidates: 100,
  rerankCandidates: 40,
  expandParents: false,
};
