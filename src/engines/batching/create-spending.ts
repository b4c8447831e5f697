// Counts what an embedder or a reranker costs.
import type { Spent } from "../../spec/embedder.ts";

export type Spending = {
  /** One request, with its tokens as the server told them or, where it did not, as they are estimated. */
  add(reported: number | undefined, estimate: () => number): void;
  readonly spent: () => Spent;
};

export function createSpending(): Spending {
  let spent: Spent = { requests: 0, tokens: 0, estimated: false };
  return {
    add: (reported, estimate) => {
      spent = {
        requests: spent.requests + 1,
        tokens: spent.tokens + (reported ?? estimate()),
        estimated: spent.estimated || reported === undefined,
      };
    },
    spent: () => spent,
  };
}
