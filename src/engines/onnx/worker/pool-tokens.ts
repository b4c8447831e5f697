// From the vectors of tokens to one of length 1 for the text.
import { SchoolbookError } from "../../../core/errors.ts";

export type Pooling = "mean" | "cls" | "last";

/** Row by row: `values` holds `longest` × `dims` numbers for each text, of which the first `lengths[row]` × `dims` are no padding. */
export function poolTokens(
  values: Float32Array,
  {
    lengths,
    longest,
    dims,
    pooling,
  }: {
    readonly lengths: readonly number[];
    readonly longest: number;
    readonly dims: number;
    readonly pooling: Pooling;
  },
): readonly Float32Array[] {
  return lengths.map((length, row) => {
    const from = row * longest * dims;
    const token = (index: number): Float32Array => values.subarray(from + index * dims, from + (index + 1) * dims);
    if (pooling === "cls") return token(0).slice();
    if (pooling === "last") return token(length - 1).slice();
    const sum = new Float32Array(dims);
    for (let index = 0; index < length; index++) {
      const vector = token(index);
      for (let dim = 0; dim < dims; dim++) sum[dim] = (sum[dim] ?? 0) + (vector[dim] ?? 0);
    }
    return sum;
  });
}

export function unitVector(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (!(length > 0 && Number.isFinite(length))) {
    throw new SchoolbookError("engine_failed", "The model gave a vector without a length.", {
      hint: "Its weights are perhaps damaged, or it was not made for embedding.",
    });
  }
  return vector.map((value) => value / length);
}
