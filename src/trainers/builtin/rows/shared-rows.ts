// All rows in memory that the threads share, so that a batch is sent as a few numbers.
import type { Row } from "../model/row-pass.ts";
import type { EncodedRow } from "./encode-example.ts";

export type SharedRows = {
  readonly tokens: Int32Array<SharedArrayBuffer>;
  readonly weights: Float32Array<SharedArrayBuffer>;
  /** Where each row begins, and where the last one ends. */
  readonly starts: Int32Array<SharedArrayBuffer>;
};

export function shareRows(rows: readonly EncodedRow[]): SharedRows {
  const total = rows.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const shared = {
    tokens: new Int32Array(new SharedArrayBuffer(total * Int32Array.BYTES_PER_ELEMENT)),
    weights: new Float32Array(new SharedArrayBuffer(total * Float32Array.BYTES_PER_ELEMENT)),
    starts: new Int32Array(new SharedArrayBuffer((rows.length + 1) * Int32Array.BYTES_PER_ELEMENT)),
  };
  let start = 0;
  for (const [at, { tokens, weights }] of rows.entries()) {
    shared.tokens.set(tokens, start);
    shared.weights.set(weights, start);
    start += tokens.length;
    shared.starts[at + 1] = start;
  }
  return shared;
}

export function rowAt({ tokens, weights, starts }: SharedRows, row: number): Row {
  const [from, to] = [starts[row] ?? 0, starts[row + 1] ?? 0];
  return { tokens: tokens.subarray(from, to), weights: weights.subarray(from, to) };
}

export function lengthOf({ starts }: SharedRows, row: number): number {
  return (starts[row + 1] ?? 0) - (starts[row] ?? 0);
}

/** How much the predictions of a row count together; the first token is never predicted. */
export function weightOf(rows: SharedRows, row: number): number {
  const { weights } = rowAt(rows, row);
  let sum = 0;
  for (let at = 1; at < weights.length; at += 1) sum += weights[at] ?? 0;
  return sum;
}
