// A question's vector in 7 bits for the scan, and how far the scan and its refinement can be from the exact score.

export type QuantisedQuery = {
  readonly vector: Float32Array;
  /** Values from 1 to 127: rounded to -63..63 and shifted up by 64. */
  readonly bytes: Uint8Array;
  readonly scale: number;
  readonly length: number;
  /** The length of what rounding took away. */
  readonly error: number;
};

export function quantiseQuery(vector: Float32Array): QuantisedQuery {
  const greatest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = greatest / 63;
  const bytes = new Uint8Array(vector.length);
  let length = 0;
  let error = 0;
  for (let index = 0; index < vector.length; index++) {
    const exact = vector[index] ?? 0;
    const value = scale === 0 ? 0 : Math.round(exact / scale);
    bytes[index] = value + 64;
    length += exact ** 2;
    error += (exact - value * scale) ** 2;
  }
  return { vector, bytes, scale, length: Math.sqrt(length), error: Math.sqrt(error) };
}

// why: float32 sums of a few thousand products round by far less than this share of what they add up.
const ROUNDING = 1e-4;

/** Cauchy–Schwarz: a row that lost `error` by rounding and has `length` left cannot score further off than this. */
export function boundsOf(
  query: Pick<QuantisedQuery, "length" | "error">,
  row: { readonly error: number; readonly length: number },
): { readonly scanError: number; readonly refineError: number } {
  const rounding = ROUNDING * query.length * row.length;
  const refineError = row.error * query.length + rounding;
  return { scanError: refineError + row.length * query.error, refineError };
}
