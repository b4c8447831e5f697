// Vectors as int8 rows with a scale each, in chunks that the scanning kernel reads as they are.

export const ROWS_PER_CHUNK = 1024;

/** Rows are padded with zeros to a multiple of this many bytes: one step of the kernel. */
const STEP = 32;

export function strideOf(dims: number): number {
  return Math.ceil(dims / STEP) * STEP;
}

/**
 * `rows` × stride int8 values, then per row its scale (float32) and an upper bound of the length of what rounding took
 * away (float32), at last the greatest such length and the greatest length of a row.
 */
export type VectorChunk = {
  readonly rows: number;
  readonly bytes: Uint8Array;
  readonly values: Int8Array;
  readonly scales: Float32Array;
  readonly errors: Float32Array;
  readonly extremes: Float32Array;
};

const ROW_EXTRA = 8;
const EXTREMES = 8;

export function chunkBytes(rows: number, dims: number): number {
  return rows * (strideOf(dims) + ROW_EXTRA) + EXTREMES;
}

/** Views into the bytes of a chunk. */
export function decodeChunk(bytes: Uint8Array, dims: number): VectorChunk {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const stride = strideOf(dims);
  const rows = (bytes.length - EXTREMES) / (stride + ROW_EXTRA);
  if (!Number.isInteger(rows) || rows < 0) throw new RangeError("A chunk of vectors has the wrong size.");
  const { buffer, byteOffset } = aligned;
  const scales = byteOffset + rows * stride;
  return {
    rows,
    bytes: aligned,
    values: new Int8Array(buffer, byteOffset, rows * stride),
    scales: new Float32Array(buffer, scales, rows),
    errors: new Float32Array(buffer, scales + rows * 4, rows),
    extremes: new Float32Array(buffer, scales + rows * 8, 2),
  };
}

/** Rounds each vector to int8 with its own scale. */
export function quantiseChunk(vectors: readonly Float32Array[], dims: number): VectorChunk {
  const chunk = decodeChunk(new Uint8Array(chunkBytes(vectors.length, dims)), dims);
  for (const [row, vector] of vectors.entries()) quantiseRow(chunk, row, vector);
  return chunk;
}

// why: float32 rounds to nearest, so a bound is nudged up by more than its own rounding.
const NUDGE = 1 + 1e-6;

function quantiseRow(chunk: VectorChunk, row: number, vector: Float32Array): void {
  const stride = chunk.values.length / chunk.rows;
  const values = chunk.values.subarray(row * stride, row * stride + stride);
  const scale = Math.fround(greatest(vector) / 127);
  const inverse = scale === 0 ? 0 : 1 / scale;
  let lost = 0;
  let kept = 0;
  for (let index = 0; index < vector.length; index++) {
    const exact = vector[index] ?? 0;
    const value = Math.round(exact * inverse);
    values[index] = value;
    lost += (exact - value * scale) ** 2;
    kept += (value * scale) ** 2;
  }
  chunk.scales[row] = scale;
  chunk.errors[row] = Math.sqrt(lost) * NUDGE;
  noteExtremes(chunk, chunk.errors[row] ?? 0, Math.sqrt(kept) * NUDGE);
}

function noteExtremes({ extremes }: VectorChunk, error: number, length: number): void {
  extremes[0] = Math.max(extremes[0] ?? 0, error);
  extremes[1] = Math.max(extremes[1] ?? 0, length);
}

function greatest(vector: Float32Array): number {
  let most = 0;
  for (const value of vector) most = Math.max(most, Math.abs(value));
  return most;
}

/** Copies one quantised row, with everything that is kept of it. */
export function copyRow(from: VectorChunk, row: number, to: VectorChunk, toRow: number): void {
  const stride = from.values.length / from.rows;
  to.values.set(from.values.subarray(row * stride, row * stride + stride), toRow * stride);
  to.scales[toRow] = from.scales[row] ?? 0;
  to.errors[toRow] = from.errors[row] ?? 0;
  noteExtremes(to, from.extremes[0] ?? 0, from.extremes[1] ?? 0);
}
