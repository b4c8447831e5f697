// Reads all postings of a segment and adds them up by passage, to be compared with what the passage rows say.
import { bytesOf, type Sql } from "../../../core/sqlite.ts";
import { partKeys } from "../segment/part-keys.ts";
import { decodePostings } from "../segment/postings.ts";
import { decodeFirstTerms, termAt, termCount } from "../segment/term-blocks.ts";
import { type ByteRange, compareRanges, termHash, termShare } from "../segment/term-key.ts";

export type TermSums = {
  readonly postings: number;
  /** Per slot: how many terms, repeats counted. */
  readonly lengths: Uint32Array;
  /** Per slot: the fingerprint of its terms. */
  readonly checks: Uint32Array;
};

/** Throws a RangeError that says what is wrong when the blocks are not in order. */
export function sumPostings(sql: Sql, segment: number, slots: number): TermSums {
  const lengths = new Uint32Array(slots);
  const checks = new Uint32Array(slots);
  let postings = 0;
  let last: ByteRange | undefined;
  for (const { term, range } of termsOf(sql, segment)) {
    if (last !== undefined && compareRanges(last, term) >= 0) throw new RangeError("terms are out of order");
    last = term;
    const hash = termHash(term);
    const decoded = decodePostings(range);
    for (const [index, slot] of decoded.slots.entries()) {
      const count = decoded.counts[index] ?? 0;
      if (slot >= slots) throw new RangeError(`slot ${slot} of ${slots}`);
      lengths[slot] = (lengths[slot] ?? 0) + count;
      checks[slot] = (checks[slot] ?? 0) + termShare(hash, count);
    }
    postings += decoded.slots.length;
  }
  return { postings, lengths, checks };
}

function* termsOf(sql: Sql, segment: number): Generator<{ readonly term: ByteRange; readonly range: ByteRange }> {
  const [first, end] = partKeys(segment);
  const firstTerms = decodeFirstTerms(
    bytesOf(sql("select first_terms from segments where id = ?").get(segment)?.["first_terms"]),
  );
  const blocks = sql("select body from term_blocks where key >= ? and key < ? order by key").all(first, end);
  if (blocks.length !== firstTerms.length)
    throw new RangeError(`${blocks.length} blocks instead of ${firstTerms.length}`);
  for (const [number, row] of blocks.entries()) {
    const block = bytesOf(row["body"]);
    for (let index = 0; index < termCount(block); index++) {
      const { term, postings } = termAt(block, index);
      const announced = firstTerms[number];
      if (index === 0 && (announced === undefined || compareRanges(announced, term) !== 0)) {
        throw new RangeError(`block ${number} begins with another term than expected`);
      }
      yield { term, range: postings };
    }
  }
}
