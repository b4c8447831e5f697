// What the main thread and the search worker say to each other.
import type { ErrorReport } from "../../../core/errors.ts";
import type { Hits, StoreQuery } from "../../../spec/store.ts";

export type SearchRequest = {
  readonly id: number;
  readonly query: StoreQuery;
};

export type SearchReply =
  | { readonly id: number; readonly hits: Hits }
  | { readonly id: number; readonly error: ErrorReport };
