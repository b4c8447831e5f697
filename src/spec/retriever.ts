// From a question to the passages that whoever asks may read, best first.
import type { Principals } from "./access.ts";
import type { Span } from "./document.ts";
import type { Filter } from "./filter.ts";
import type { GenerationId, StoredPassage } from "./store.ts";

export type SearchRequest = {
  readonly query: string;
  readonly principals: Principals;
  readonly limit: number;
  readonly where?: Filter;
  readonly generation?: GenerationId;
  /** Also say how rare each term of the question is, at the price of one small search per term. */
  readonly rarity?: boolean;
  readonly abortSignal?: AbortSignal;
};

/** One leg's opinion of a passage: its own score and the score brought to 0..1 for fusion. */
export type LegScore = {
  readonly rank: number;
  readonly score: number;
  readonly normalised: number;
};

export type SearchHit = {
  /** Without its key: a number that counts through the whole library would tell how much of it is hidden. */
  readonly passage: Omit<StoredPassage, "key">;
  readonly score: number;
  readonly lexical?: LegScore;
  readonly dense?: LegScore;
  /** The text of the passage's parent, for those who want more around it. */
  readonly parent?: Span & { readonly text: string };
};

export type SearchResult = {
  readonly hits: readonly SearchHit[];
  readonly exact: boolean;
  readonly visible: number;
  readonly generation: GenerationId;
  readonly terms: readonly string[];
  /** Each term's idf over the visible passages and from 0 (in all of them) to 1 (in none); only when asked for. */
  readonly rarity?: ReadonlyMap<string, number>;
  readonly timingsMs: Readonly<Record<string, number>>;
};

export type Retriever = {
  search(request: SearchRequest): Promise<SearchResult>;
};
