// Gathers the postings of many passages in flat arrays, and gives them back term by term in order.
import { createByteWriter } from "../segment/byte-writer.ts";
import { createPostingsWriter, type PostingsWriter, resetPostings, writePosting } from "../segment/postings.ts";
import { type ByteRange, termHash, writeTerm } from "../segment/term-key.ts";

export type TermTable = {
  /** The number of a term, which is new when it was not seen before. */
  numberOf(spelling: string): number;
  hashOf(term: number): number;
  /** Slots must come in ascending order. */
  add(term: number, slot: number, count: number): void;
  /** Terms in the order of their bytes; what is passed is only good until the next. */
  forEachSorted(visit: (term: ByteRange, postings: PostingsWriter) => void): void;
};

/** How many numbers describe a posting: term, slot, count. */
const WIDTH = 3;

export function createTermTable(): TermTable {
  const numbers = new Map<string, number>();
  const hashes: number[] = [];
  const scratch = createByteWriter();
  let postings = new Int32Array(4096);
  let length = 0;
  const encode = (spelling: string): ByteRange => {
    scratch.length = 0;
    writeTerm(scratch, spelling);
    return { bytes: scratch.bytes, start: 0, end: scratch.length };
  };
  return {
    numberOf(spelling) {
      const known = numbers.get(spelling);
      if (known !== undefined) return known;
      numbers.set(spelling, hashes.length);
      return hashes.push(termHash(encode(spelling))) - 1;
    },
    hashOf: (term) => hashes[term] ?? 0,
    add(term, slot, count) {
      if (length + WIDTH > postings.length) postings = doubled(postings);
      postings[length++] = term;
      postings[length++] = slot;
      postings[length++] = count;
    },
    forEachSorted(visit) {
      const { starts, grouped } = groupByTerm(postings.subarray(0, length), hashes.length);
      const writer = createPostingsWriter();
      // why: without a comparator strings sort by their UTF-16 units, which is the order of their bytes here, and quicker.
      for (const spelling of [...numbers.keys()].toSorted()) {
        const term = numbers.get(spelling) ?? 0;
        resetPostings(writer);
        const end = starts[term + 1] ?? 0;
        for (let at = starts[term] ?? 0; at < end; at += 2)
          writePosting(writer, grouped[at] ?? 0, grouped[at + 1] ?? 1);
        visit(encode(spelling), writer);
      }
    },
  };
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** Slot and count of each posting, sorted by term and otherwise in the order in which they came; term n begins at starts[n]. */
function groupByTerm(
  postings: Int32Array,
  terms: number,
): { readonly starts: Int32Array; readonly grouped: Int32Array } {
  const starts = new Int32Array(terms + 2);
  for (let at = 0; at < postings.length; at += WIDTH) {
    const after = (postings[at] ?? 0) + 2;
    starts[after] = (starts[after] ?? 0) + 2;
  }
  for (let term = 2; term < starts.length; term++) starts[term] = (starts[term] ?? 0) + (starts[term - 1] ?? 0);
  const grouped = new Int32Array((postings.length / WIDTH) * 2);
  for (let at = 0; at < postings.length; at += WIDTH) {
    const next = (postings[at] ?? 0) + 1;
    const to = starts[next] ?? 0;
    grouped[to] = postings[at + 1] ?? 0;
    grouped[to + 1] = postings[at + 2] ?? 0;
    starts[next] = to + 2;
  }
  return { starts, grouped };
}
