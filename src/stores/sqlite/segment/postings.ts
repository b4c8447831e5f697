// Which slots of a segment hold a term, and how often: ascending slots as deltas, with a count only where it is not one.
import { type ByteWriter, createByteWriter, readVarint, writeVarint } from "./byte-writer.ts";
import type { ByteRange } from "./term-key.ts";

export type Postings = {
  readonly slots: readonly number[];
  readonly counts: readonly number[];
};

/** Collects the postings of one term; slots must come in ascending order. */
export type PostingsWriter = {
  readonly bytes: ByteWriter;
  lastSlot: number;
};

export function createPostingsWriter(): PostingsWriter {
  return { bytes: createByteWriter(), lastSlot: -1 };
}

export function resetPostings(writer: PostingsWriter): void {
  writer.bytes.length = 0;
  writer.lastSlot = -1;
}

export function writePosting(writer: PostingsWriter, slot: number, count: number): void {
  const gap = slot - writer.lastSlot - 1;
  writer.lastSlot = slot;
  if (count === 1) {
    writeVarint(writer.bytes, gap * 2 + 1);
  } else {
    writeVarint(writer.bytes, gap * 2);
    writeVarint(writer.bytes, count);
  }
}

export function encodePostings({ slots, counts }: Postings): Uint8Array {
  const writer = createPostingsWriter();
  for (const [index, slot] of slots.entries()) writePosting(writer, slot, counts[index] ?? 1);
  return writer.bytes.bytes.slice(0, writer.bytes.length);
}

export function decodePostings(range: ByteRange): Postings {
  const slots: number[] = [];
  const counts: number[] = [];
  const reader = { bytes: range.bytes, at: range.start };
  let slot = -1;
  while (reader.at < range.end) {
    const head = readVarint(reader);
    slot += Math.floor(head / 2) + 1;
    slots.push(slot);
    counts.push(head % 2 === 1 ? 1 : readVarint(reader));
  }
  return { slots, counts };
}

/** Appends a term's postings under new slot numbers; a slot mapped to -1 is left out. */
export function copyPostings(range: ByteRange, newSlots: Int32Array, writer: PostingsWriter): void {
  const reader = { bytes: range.bytes, at: range.start };
  let slot = -1;
  while (reader.at < range.end) {
    const head = readVarint(reader);
    slot += (head >>> 1) + 1;
    const count = (head & 1) === 1 ? 1 : readVarint(reader);
    const moved = newSlots[slot] ?? -1;
    if (moved >= 0) writePosting(writer, moved, count);
  }
}

/** Where decoded postings are gathered: grown by its owner, filled up to `length`. */
export type PostingsScratch = {
  slots: Int32Array;
  counts: Int32Array;
  length: number;
};

export type VisibleSlots = {
  readonly mask: Uint8Array;
  /** Where the segment's slots begin in the mask. */
  readonly base: number;
};

/** Adds those postings whose slot is visible. The scratch must have room for all of the mask. */
export function readVisiblePostings(range: ByteRange, { mask, base }: VisibleSlots, scratch: PostingsScratch): void {
  const { bytes, end } = range;
  const { slots, counts } = scratch;
  let { length } = scratch;
  let at = range.start;
  let slot = base - 1;
  while (at < end) {
    let byte = bytes[at++] ?? 0;
    let head = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = bytes[at++] ?? 0;
      head |= (byte & 127) << shift;
    }
    slot += (head >>> 1) + 1;
    let count = 1;
    if ((head & 1) === 0) {
      byte = bytes[at++] ?? 0;
      count = byte & 127;
      for (let shift = 7; byte > 127; shift += 7) {
        byte = bytes[at++] ?? 0;
        count |= (byte & 127) << shift;
      }
    }
    if (mask[slot] !== 1) continue;
    slots[length] = slot;
    counts[length++] = count;
  }
  scratch.length = length;
}
