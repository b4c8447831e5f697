// A growing run of bytes with the variable-length integers that postings are made of.

export type ByteWriter = {
  bytes: Uint8Array;
  length: number;
};

export function createByteWriter(capacity = 256): ByteWriter {
  return { bytes: new Uint8Array(capacity), length: 0 };
}

/** Room for `count` more bytes, so that they can be set directly. */
export function reserve(writer: ByteWriter, count: number): void {
  const needed = writer.length + count;
  if (needed <= writer.bytes.length) return;
  const grown = new Uint8Array(Math.max(needed, writer.bytes.length * 2));
  grown.set(writer.bytes.subarray(0, writer.length));
  writer.bytes = grown;
}

/** Seven bits a byte, low bits first; for integers below 2^32. */
export function writeVarint(writer: ByteWriter, value: number): void {
  reserve(writer, 5);
  const { bytes } = writer;
  let rest = value;
  while (rest > 127) {
    bytes[writer.length++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  bytes[writer.length++] = rest;
}

/** Below this many bytes a loop is quicker than `set` with a view. */
const SHORT = 64;

/** Appends the bytes from `start` to before `end`. */
export function writeBytes(writer: ByteWriter, source: Uint8Array, start: number, end: number): void {
  reserve(writer, end - start);
  const { bytes } = writer;
  if (end - start < SHORT) {
    for (let at = start; at < end; at++) bytes[writer.length++] = source[at] ?? 0;
    return;
  }
  bytes.set(source.subarray(start, end), writer.length);
  writer.length += end - start;
}

/** A copy of what has been written. */
export function writtenBytes(writer: ByteWriter): Uint8Array {
  return writer.bytes.slice(0, writer.length);
}

export type ByteReader = {
  readonly bytes: Uint8Array;
  at: number;
};

export function readVarint(reader: ByteReader): number {
  const { bytes } = reader;
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[reader.at++];
    if (byte === undefined) throw new RangeError("A number runs past the end of its bytes.");
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
  throw new RangeError("A number has more than five bytes.");
}
