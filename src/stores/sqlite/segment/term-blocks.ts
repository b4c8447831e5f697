// A segment's sorted terms with their postings, cut into blocks that are read one at a time.
import { type ByteWriter, createByteWriter, readVarint, writeBytes, writeVarint, writtenBytes } from "./byte-writer.ts";
import { type ByteRange, compareRanges, wholeRange } from "./term-key.ts";

/** A block is closed before it grows past this; a single term with more postings has a block of its own. */
const BLOCK_BYTES = 8192;

export type TermEntry = {
  readonly term: ByteRange;
  readonly postings: ByteRange;
};

export type TermBlockWriter = {
  /** Terms must come in ascending order. */
  add(term: ByteRange, postings: ByteRange): void;
  /** Emits the last block and says which term each block begins with. */
  finish(): Uint8Array;
};

/** A block is: how many terms, where each begins (16 bits), then per term its length, its bytes and its postings. */
export function createTermBlockWriter(emit: (block: Uint8Array, index: number) => void): TermBlockWriter {
  const body = createByteWriter(BLOCK_BYTES * 2);
  const firstTerms = createByteWriter();
  let offsets: number[] = [];
  let blocks = 0;
  const flush = (): void => {
    if (offsets.length === 0) return;
    emit(blockOf(offsets, body), blocks++);
    offsets = [];
    body.length = 0;
  };
  return {
    add(term, postings) {
      if (body.length + sizeOf(term) + sizeOf(postings) > BLOCK_BYTES) flush();
      if (offsets.length === 0) writeTermBytes(firstTerms, term);
      offsets.push(body.length);
      writeTermBytes(body, term);
      writeBytes(body, postings.bytes, postings.start, postings.end);
    },
    finish() {
      flush();
      return writtenBytes(firstTerms);
    },
  };
}

function sizeOf({ start, end }: ByteRange): number {
  return end - start;
}

function writeTermBytes(writer: ByteWriter, term: ByteRange): void {
  writeVarint(writer, sizeOf(term));
  writeBytes(writer, term.bytes, term.start, term.end);
}

function blockOf(offsets: readonly number[], body: ByteWriter): Uint8Array {
  const head = 2 + offsets.length * 2;
  const block = new Uint8Array(head + body.length);
  const view = new DataView(block.buffer);
  view.setUint16(0, offsets.length, true);
  for (const [index, offset] of offsets.entries()) view.setUint16(2 + index * 2, head + offset, true);
  block.set(body.bytes.subarray(0, body.length), head);
  return block;
}

export function termCount(block: Uint8Array): number {
  return (block[0] ?? 0) | ((block[1] ?? 0) << 8);
}

/** The term at a position of the block, with its postings. */
export function termAt(block: Uint8Array, index: number): TermEntry {
  const reader = { bytes: block, at: offsetAt(block, index) };
  const length = readVarint(reader);
  const split = reader.at + length;
  const end = index + 1 < termCount(block) ? offsetAt(block, index + 1) : block.length;
  if (split > end) throw new RangeError("A term runs past the end of its entry.");
  return {
    term: { bytes: block, start: reader.at, end: split },
    postings: { bytes: block, start: split, end },
  };
}

function offsetAt(block: Uint8Array, index: number): number {
  const at = 2 + index * 2;
  return (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8);
}

/** The postings of a term, when the block holds it. */
export function findTerm(block: Uint8Array, term: ByteRange): ByteRange | undefined {
  let low = 0;
  let high = termCount(block) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const entry = termAt(block, middle);
    const order = compareRanges(entry.term, term);
    if (order === 0) return entry.postings;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

/** The first term of each block, as `finish` of the writer gave them. */
export function decodeFirstTerms(bytes: Uint8Array): readonly ByteRange[] {
  const reader = { bytes, at: 0 };
  const terms: ByteRange[] = [];
  while (reader.at < bytes.length) {
    const length = readVarint(reader);
    terms.push({ bytes, start: reader.at, end: (reader.at += length) });
  }
  return terms;
}

/** Which block would hold the term; -1 when it sorts before all of them. */
export function blockOfTerm(firstTerms: readonly ByteRange[], term: Uint8Array): number {
  const wanted = wholeRange(term);
  let low = 0;
  let high = firstTerms.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const first = firstTerms[middle];
    if (first !== undefined && compareRanges(first, wanted) <= 0) low = middle + 1;
    else high = middle - 1;
  }
  return high;
}
