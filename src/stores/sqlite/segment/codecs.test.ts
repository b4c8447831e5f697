import * as fc from "fast-check";
import { expect, test } from "vitest";

import { createByteWriter, readVarint, writeVarint, writtenBytes } from "./byte-writer.ts";
import { buildDirectory, decodeDirectory, encodeDirectory, isSet, setBit } from "./directory.ts";
import { joinLists, splitLists } from "./list-block.ts";
import { copyPostings, createPostingsWriter, decodePostings, encodePostings, readVisiblePostings } from "./postings.ts";
import { blockOfTerm, createTermBlockWriter, decodeFirstTerms, findTerm } from "./term-blocks.ts";
import { compareRanges, termKey, wholeRange } from "./term-key.ts";
import { cutText, decodePiece, PIECE_UNITS } from "./text-pieces.ts";

const counts = fc.integer({ min: 1, max: 100_000 });
const postings = fc
  .uniqueArray(fc.integer({ min: 0, max: 5000 }), { maxLength: 200 })
  .chain((slots) =>
    fc.tuple(
      fc.constant(slots.toSorted((left, right) => left - right)),
      fc.array(counts, { minLength: slots.length, maxLength: slots.length }),
    ),
  )
  .map(([slots, occurrences]) => ({ slots, counts: occurrences }));
const anyString = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) });

test("variable-length integers come back as they were written", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 })), (values) => {
      const writer = createByteWriter(1);
      for (const value of values) writeVarint(writer, value);
      const reader = { bytes: writtenBytes(writer), at: 0 };
      expect(values.map(() => readVarint(reader))).toEqual(values);
      expect(reader.at).toBe(writer.length);
    }),
  );
});

test("a number that runs past the end of its bytes is an error", () => {
  expect(() => readVarint({ bytes: Uint8Array.of(0x80), at: 0 })).toThrow(RangeError);
  expect(() => readVarint({ bytes: new Uint8Array(9).fill(0x80), at: 0 })).toThrow(RangeError);
});

test("postings come back as they were written", () => {
  fc.assert(
    fc.property(postings, (written) => {
      expect(decodePostings(wholeRange(encodePostings(written)))).toEqual(written);
    }),
  );
});

test("reading postings under a mask gives those whose slot is visible, from where the segment begins", () => {
  fc.assert(
    fc.property(
      postings,
      fc.uint8Array({ minLength: 5001, maxLength: 5001, max: 1 }),
      fc.nat(3),
      (written, visible, shift) => {
        const base = shift * 1024;
        const mask = new Uint8Array(base + visible.length);
        mask.set(visible, base);
        const scratch = { slots: new Int32Array(mask.length), counts: new Int32Array(mask.length), length: 0 };
        readVisiblePostings(wholeRange(encodePostings(written)), { mask, base }, scratch);
        const expected = written.slots.flatMap((slot, index) =>
          visible[slot] === 1 ? [[slot + base, written.counts[index]]] : [],
        );
        const read = Array.from({ length: scratch.length }, (_, index) => [
          scratch.slots[index],
          scratch.counts[index],
        ]);
        expect(read).toEqual(expected);
      },
    ),
    { numRuns: 50 },
  );
});

test("copied postings have new slots and leave out the dead", () => {
  fc.assert(
    fc.property(postings, fc.uint8Array({ minLength: 5001, maxLength: 5001, max: 1 }), (written, alive) => {
      let next = 7;
      const newSlots = Int32Array.from(alive, (bit) => (bit === 1 ? next++ : -1));
      const writer = createPostingsWriter();
      copyPostings(wholeRange(encodePostings(written)), newSlots, writer);
      const copied = decodePostings({ bytes: writer.bytes.bytes, start: 0, end: writer.bytes.length });
      const living = written.slots
        .map((slot, index) => [newSlots[slot] ?? -1, written.counts[index] ?? 0] as const)
        .filter(([slot]) => slot >= 0);
      expect(copied).toEqual({ slots: living.map(([slot]) => slot), counts: living.map(([, count]) => count) });
    }),
    { numRuns: 50 },
  );
});

test("the bytes of terms sort as the strings do, whatever is in them", () => {
  fc.assert(
    fc.property(anyString, anyString, (left, right) => {
      const order = compareRanges(wholeRange(termKey(left)), wholeRange(termKey(right)));
      expect(Math.sign(order)).toBe(left === right ? 0 : left < right ? -1 : 1);
    }),
  );
});

test("every term is found in its block, and no other", () => {
  const words = fc.uniqueArray(anyString, { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(words, anyString, fc.nat(2000), (spellings, other, size) => {
      const blocks: Uint8Array[] = [];
      const writer = createTermBlockWriter((block) => blocks.push(block));
      const sorted = spellings.toSorted((left, right) => (left < right ? -1 : 1));
      for (const [index, spelling] of sorted.entries()) {
        writer.add(
          wholeRange(termKey(spelling)),
          wholeRange(new Uint8Array(1 + (index === 3 ? size * 20 : size % 97)).fill(index)),
        );
      }
      const firstTerms = decodeFirstTerms(writer.finish());
      const find = (spelling: string) => {
        const block = blocks[blockOfTerm(firstTerms, termKey(spelling))];
        return block === undefined ? undefined : findTerm(block, wholeRange(termKey(spelling)));
      };
      for (const [index, spelling] of sorted.entries()) {
        const found = find(spelling);
        expect(found?.bytes[found.start]).toBe(index & 255);
      }
      if (!sorted.includes(other)) expect(find(other)).toBeUndefined();
    }),
    { numRuns: 60 },
  );
});

test("a directory comes back as it was built, also from bytes that are not aligned", () => {
  const entry = fc.record({
    document: fc.integer({ min: 1, max: 2 ** 31 }),
    firstPassage: fc.integer({ min: 1, max: 2 ** 45 }),
    lengths: fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 20 }),
  });
  fc.assert(
    fc.property(fc.array(entry), fc.nat(7), (entries, offset) => {
      const built = buildDirectory(entries);
      const bytes = encodeDirectory(built);
      const moved = new Uint8Array(bytes.length + offset);
      moved.set(bytes, offset);
      expect(decodeDirectory(moved.subarray(offset))).toEqual(built);
      expect([...built.lengths]).toEqual(entries.flatMap(({ lengths }) => lengths));
    }),
  );
  expect(() => decodeDirectory(new Uint8Array(3))).toThrow(RangeError);
});

test("bits are set one by one", () => {
  const bits = new Uint8Array(4);
  for (const index of [0, 9, 31]) setBit(bits, index);
  expect(Array.from({ length: 32 }, (_, index) => index).filter((index) => isSet(bits, index))).toEqual([0, 9, 31]);
});

test("access lists come back from their block", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 2 ** 32 - 1 }))), (lists) => {
      expect(splitLists(joinLists(lists.map((list) => Uint32Array.from(list)))).map((list) => [...list])).toEqual(
        lists,
      );
    }),
  );
});

test("texts survive being cut, with zeros, lone surrogates, and pairs across the edge of a piece", () => {
  fc.assert(
    fc.property(anyString, fc.nat(3), (odd, shift) => {
      const text = `${"x".repeat(PIECE_UNITS - shift)}😀${odd}\0`;
      expect(cutText(text).map(decodePiece).join("")).toBe(text);
    }),
  );
});
