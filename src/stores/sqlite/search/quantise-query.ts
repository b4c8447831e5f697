// A question's vector as int8 for the scan, and how far the scan and its refinement can be from the exact score.

export type QuantisedQuery = {
  /** Times a power of two, so that the greatest value is about 1: how long a question's vector is decides about no order. */
  readonly vector: Float32Array;
  /** What the vector was multiplied with. */
  readonly factor: number;
  readonly values: Int8Array;
  /** Of all values together. */
  readonly sum: number;
  readonly scale: number;
  readonly length: number;
  /** The length of what rounding took away. */
  readonly error: number;
};

export function quantiseQuery(asked: Float32Array): QuantisedQuery {
  const factor = factorOf(asked);
  const vector = factor === 1 ? asked : asked.map((value) => value * factor);
  const greatest = greatestOf(vector);
  const scale = greatest / 127;
  const values = new Int8Array(vector.length);
  let sum = 0;
  let length = 0;
  let error = 0;
  for (let index = 0; index < vector.length; index++) {
    const exact = vector[index] ?? 0;
    const value = scale === 0 ? 0 : Math.round(exact / scale);
    values[index] = value;
    sum += value;
    length += exact ** 2;
    error += (exact - value * scale) ** 2;
  }
  return { vector, factor, values, sum, scale, length: Math.sqrt(length), error: Math.sqrt(error) };
}

function factorOf(vector: Float32Array): number {
  const greatest = greatestOf(vector);
  return greatest === 0 ? 1 : 2 ** -Math.floor(Math.log2(greatest));
}

function greatestOf(vector: Float32Array): number {
  return vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

// why: float32 sums of a few thousand products round by far less than this share of what they add up.
const ROUNDING = 1e-4;

/** Of a row, or the worst of several, as lengths of vectors. */
export type RowBounds = {
  /** What rounding to int8 took away. */
  readonly error: number;
  /** What is left. */
  readonly length: number;
};

/** Cauchy–Schwarz: how far the score of a row, compared as int8 with the exact query, can be from the exact one. */
export function refineError({ length }: Pick<QuantisedQuery, "length">, row: RowBounds): number {
  return (row.error + ROUNDING * row.length) * length;
}

/**
 * How far the most that the scan thinks a row could score can fall short of its exact score. What the scan leaves out of
 * the row is not part of it: the scan itself adds that, as long as it is, times `scanLength`.
 */
export function scanError(query: Pick<QuantisedQuery, "length" | "error">, row: RowBounds): number {
  return refineError(query, row) + row.length * query.error;
}

/** What is left out of a row is missing from the product with the query, and lengthens what the query's own rounding meets. */
export function scanLength({ length, error }: Pick<QuantisedQuery, "length" | "error">): number {
  return length + error;
}
