// Vectors as int8 rows with a scale each, split into half bytes, in chunks that the scanning kernel reads as they are.

export const ROWS_PER_CHUNK = 1024;

/** Rows are padded with zeros to a multiple of this many values: one step of the kernel. */
const STEP = 32;

export function strideOf(dims: number): number {
  return Math.ceil(dims / STEP) * STEP;
}

/**
 * `rows` × stride / 2 bytes with the high halves of all values, each raised by 8 to be 0 to 15, as many with the low halves,
 * then per row, as float32, its scale, an upper bound of the length of what rounding took away, and one of what is left out
 * where only high halves are read; at last the greatest length that rounding took away and the greatest length of a row.
 * Of each 32 values, byte n holds number n in its lower and number n + 16 in its upper four bits.
 */
export type VectorChunk = {
  readonly rows: number;
  readonly bytes: Uint8Array;
  readonly highs: Uint8Array;
  readonly lows: Uint8Array;
  readonly scales: Float32Array;
  readonly errors: Float32Array;
  readonly omitted: Float32Array;
  readonly extremes: Float32Array;
};

const ROW_EXTRA = 12;
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
  const half = (rows * stride) / 2;
  const { scales, errors, omitted, extremes } = chunkLayout(rows, stride);
  return {
    rows,
    bytes: aligned,
    highs: new Uint8Array(buffer, byteOffset, half),
    lows: new Uint8Array(buffer, byteOffset + half, half),
    scales: new Float32Array(buffer, byteOffset + scales, rows),
    errors: new Float32Array(buffer, byteOffset + errors, rows),
    omitted: new Float32Array(buffer, byteOffset + omitted, rows),
    extremes: new Float32Array(buffer, byteOffset + extremes, 2),
  };
}

/** Where in a chunk its parts begin, the high halves coming first. */
export function chunkLayout(
  rows: number,
  stride: number,
): Readonly<Record<Exclude<keyof VectorChunk, "rows" | "bytes" | "highs">, number>> {
  const scales = rows * stride;
  return {
    lows: scales / 2,
    scales,
    errors: scales + rows * 4,
    omitted: scales + rows * 8,
    extremes: scales + rows * 12,
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
const LEAST = 2 ** -149;

/** What the scan puts in the place of a low half. */
const MIDDLE = 7.5;

function quantiseRow(chunk: VectorChunk, row: number, vector: Float32Array): void {
  const half = chunk.highs.length / chunk.rows;
  const values = new Int8Array(half * 2);
  const scale = scaleOf(greatest(vector));
  const inverse = scale === 0 ? 0 : 1 / scale;
  let lost = 0;
  let kept = 0;
  let leftOut = 0;
  for (let index = 0; index < vector.length; index++) {
    const exact = vector[index] ?? 0;
    const value = Math.round(exact * inverse);
    values[index] = value;
    lost += (exact - value * scale) ** 2;
    kept += value ** 2;
    leftOut += ((value & 15) - MIDDLE) ** 2;
  }
  splitValues(values, chunk.highs.subarray(row * half), chunk.lows.subarray(row * half));
  chunk.scales[row] = scale;
  chunk.errors[row] = Math.sqrt(lost) * NUDGE + LEAST;
  chunk.omitted[row] = Math.sqrt(leftOut) * scale * NUDGE;
  noteExtremes(chunk, chunk.errors[row] ?? 0, Math.sqrt(kept) * scale * NUDGE);
}

/**
 * Vectors that the kernel's float32 would lose among its own limits become zeros, all of which rounding took away: then
 * their bounds let every search look at the exact ones.
 */
function scaleOf(most: number): number {
  return most < 1e-30 || most > 1e30 ? 0 : Math.fround(most / 127);
}

function splitValues(values: Int8Array, highs: Uint8Array, lows: Uint8Array): void {
  for (let at = 0; at < values.length; at += STEP) {
    for (let lane = 0; lane < STEP / 2; lane++) {
      const first = (values[at + lane] ?? 0) + 128;
      const second = (values[at + lane + STEP / 2] ?? 0) + 128;
      highs[at / 2 + lane] = (first >> 4) | (second & 0xf0);
      lows[at / 2 + lane] = (first & 15) | ((second & 15) << 4);
    }
  }
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
  const half = from.highs.length / from.rows;
  to.highs.set(from.highs.subarray(row * half, row * half + half), toRow * half);
  to.lows.set(from.lows.subarray(row * half, row * half + half), toRow * half);
  to.scales[toRow] = from.scales[row] ?? 0;
  to.errors[toRow] = from.errors[row] ?? 0;
  to.omitted[toRow] = from.omitted[row] ?? 0;
  noteExtremes(to, from.extremes[0] ?? 0, from.extremes[1] ?? 0);
}
