// The number formats of weight files: how many bytes they take, and the way from and to float32.

/** Formats in which weights are read and written as plain numbers. */
export type FloatFormat = "F32" | "F16" | "BF16";

export const FLOAT_BYTES: Readonly<Record<FloatFormat, number>> = { F32: 4, F16: 2, BF16: 2 };

/** Little-endian numbers as float32; the bytes need not be aligned. */
export function toFloat32(bytes: Uint8Array, format: FloatFormat): Float32Array {
  // why not slice: a Buffer's slice is a view of the same memory
  const own = new Uint8Array(bytes).buffer;
  if (format === "F32") return new Float32Array(own);
  return format === "F16" ? Float32Array.from(new Float16Array(own)) : fromBfloat16(new Uint16Array(own));
}

/** Float32 as little-endian bytes, rounded to the nearest number of the format, ties to even. */
export function fromFloat32(values: Float32Array, format: FloatFormat): Uint8Array {
  if (format === "F32") return new Uint8Array(values.slice().buffer);
  return new Uint8Array((format === "F16" ? Float16Array.from(values) : toBfloat16(values)).buffer);
}

function fromBfloat16(halves: Uint16Array): Float32Array {
  const bits = new Uint32Array(halves.length);
  for (const [at, half] of halves.entries()) bits[at] = half << 16;
  return new Float32Array(bits.buffer);
}

function toBfloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.slice().buffer);
  return Uint16Array.from(bits, (word, at) => {
    // why: adding the rounding bit to a NaN could carry it over into an infinity
    if (Number.isNaN(values[at])) return ((word >>> 16) | 0x40) & 0xffff;
    return ((word + 0x7fff + ((word >>> 16) & 1)) >>> 16) & 0xffff;
  });
}
