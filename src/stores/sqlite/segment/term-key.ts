// Terms as bytes whose order is the order of JavaScript strings, so that sorted terms stay sorted on disk.
import { reserve, type ByteWriter, createByteWriter, writtenBytes } from "./byte-writer.ts";

/** UTF-8, except that each UTF-16 unit is written on its own: lone surrogates survive, and bytes sort as strings do. */
export function writeTerm(writer: ByteWriter, term: string): void {
  reserve(writer, term.length * 3);
  const { bytes } = writer;
  for (let index = 0; index < term.length; index++) {
    const unit = term.charCodeAt(index);
    if (unit < 0x80) {
      bytes[writer.length++] = unit;
      continue;
    }
    if (unit < 0x800) bytes[writer.length++] = 0xc0 | (unit >> 6);
    else {
      bytes[writer.length++] = 0xe0 | (unit >> 12);
      bytes[writer.length++] = 0x80 | ((unit >> 6) & 63);
    }
    bytes[writer.length++] = 0x80 | (unit & 63);
  }
}

export function termKey(term: string): Uint8Array {
  const writer = createByteWriter(term.length * 3);
  writeTerm(writer, term);
  return writtenBytes(writer);
}

export type ByteRange = {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
};

/** Negative, zero or positive, as the first sorts before, with or after the second. */
export function compareRanges(left: ByteRange, right: ByteRange): number {
  const length = Math.min(left.end - left.start, right.end - right.start);
  for (let index = 0; index < length; index++) {
    const difference = (left.bytes[left.start + index] ?? 0) - (right.bytes[right.start + index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.end - left.start - (right.end - right.start);
}

/** The range that covers all of the bytes. */
export function wholeRange(bytes: Uint8Array): ByteRange {
  return { bytes, start: 0, end: bytes.length };
}

/** FNV-1a of a term's bytes. */
export function termHash({ bytes, start, end }: ByteRange): number {
  let hash = 0x811c9dc5;
  for (let index = start; index < end; index++) hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x01000193);
  return hash >>> 0;
}

/** A term's share in the fingerprint of a passage: the sum of all shares does not depend on their order. */
export function termShare(hash: number, count: number): number {
  const mixed = Math.imul(hash ^ count, 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
