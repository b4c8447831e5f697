// Brings vectors to length 1, so that their dot products are cosines.

/** Undefined for a vector of zeros, or of values that are no numbers. */
export function toUnit(vector: Float32Array): Float32Array | undefined {
  let squares = 0;
  for (let at = 0; at < vector.length; at += 1) squares += (vector[at] ?? 0) ** 2;
  const length = Math.sqrt(squares);
  if (length === 0 || !Number.isFinite(length)) return undefined;
  return Math.abs(length - 1) < 1e-6 ? vector : vector.map((value) => value / length);
}
