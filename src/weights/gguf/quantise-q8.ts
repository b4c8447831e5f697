// Q8_0, llama.cpp's eight-bit format: blocks of 32 whole numbers that share one float16 scale.

export const Q8_BLOCK = 32;
export const Q8_BLOCK_BYTES = 34;

/** Blocks of a scale and 32 signed bytes; the count of values must be a multiple of 32. */
export function quantiseQ8(values: Float32Array): Uint8Array {
  if (values.length % Q8_BLOCK !== 0) throw new RangeError(`${values.length} values do not fill blocks of ${Q8_BLOCK}`);
  const blocks = values.length / Q8_BLOCK;
  const out = new DataView(new ArrayBuffer(blocks * Q8_BLOCK_BYTES));
  for (let block = 0; block < blocks; block += 1) {
    writeBlock(values.subarray(block * Q8_BLOCK, (block + 1) * Q8_BLOCK), out, block * Q8_BLOCK_BYTES);
  }
  return new Uint8Array(out.buffer);
}

function writeBlock(values: Float32Array, out: DataView, offset: number): void {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const scale = Math.fround(largest / 127);
  const inverse = scale === 0 ? 0 : Math.fround(1 / scale);
  out.setFloat16(offset, scale, true);
  for (const [at, value] of values.entries()) {
    const scaled = Math.fround(value * inverse);
    // why: C's roundf, which llama.cpp uses, rounds halves away from zero; Math.round does so only above zero
    const whole = Math.sign(scaled) * Math.round(Math.abs(scaled));
    out.setInt8(offset + 2 + at, Math.max(-127, Math.min(127, whole)));
  }
}

/** The numbers that llama.cpp computes with. */
export function dequantiseQ8(blocks: Uint8Array): Float32Array {
  const view = new DataView(blocks.buffer, blocks.byteOffset, blocks.byteLength);
  const count = Math.floor(blocks.byteLength / Q8_BLOCK_BYTES);
  const values = new Float32Array(count * Q8_BLOCK);
  for (let block = 0; block < count; block += 1) {
    const offset = block * Q8_BLOCK_BYTES;
    const scale = view.getFloat16(offset, true);
    for (let at = 0; at < Q8_BLOCK; at += 1) values[block * Q8_BLOCK + at] = scale * view.getInt8(offset + 2 + at);
  }
  return values;
}
