// What is said between an exam and the program that runs its queries.

export type QueryRequest = {
  readonly path: string;
  readonly queries: readonly string[];
  readonly maxRows: number;
  readonly timeoutMs: number;
};

export type QueryResult =
  /** Each row as a list of values, whole numbers as bigints. */
  { readonly kind: "rows"; readonly rows: readonly unknown[] } | { readonly kind: "failed"; readonly reason: string };

export type QueryReply = { readonly index: number; readonly result: QueryResult };
