import { array, assert, constantFrom, integer, property, asyncProperty, string } from "fast-check";
import { expect, test } from "vitest";

import { splitCells } from "./parse-row.ts";
import { type FileRecord, lineEnds, quotedLineEnds, splitRecords } from "./split-records.ts";

async function* inChunks(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

type Split = { readonly size?: number; readonly maxBytes?: number; readonly delimiter?: string };

async function split(text: string, { size = 7, maxBytes = 1000, delimiter }: Split = {}): Promise<FileRecord[]> {
  const ends = delimiter === undefined ? lineEnds() : quotedLineEnds(delimiter);
  return Array.fromAsync(splitRecords(inChunks(text, size), { ends, maxBytes }));
}

test("lines, blank lines, carriage returns, a byte order mark and a missing last line break", async () => {
  const records = await split("\ufeffone\r\n\n  \ntwo\nthree");
  expect(records.map(({ bytes, line }) => [bytes.toString(), line])).toEqual([
    ["one", 1],
    ["two", 4],
    ["three", 5],
  ]);
});

test("offset and length lead back to the record", async () => {
  const text = "\ufeffähm\n\n{}\nlast";
  for (const { bytes, offset, length } of await split(text)) {
    expect(
      Buffer.from(text)
        .subarray(offset, offset + length)
        .toString()
        .trim(),
    ).toBe(bytes.toString());
  }
});

test("a line break inside quotes belongs to the cell; a quote inside a plain cell means nothing", async () => {
  const records = await split('a,"b\n""c\n",d\n5" disk,x\n"open', { delimiter: "," });
  expect(records.map(({ bytes, line, isOpen }) => [bytes.toString(), line, isOpen])).toEqual([
    ['a,"b\n""c\n",d', 1, false],
    ['5" disk,x', 4, false],
    ['"open', 5, true],
  ]);
});

test("a record above the cap keeps its beginning only, and the next ones are whole", async () => {
  const records = await split(`${"x".repeat(5000)}\nnext`, { maxBytes: 100 });
  expect(records.map(({ bytes, length, isCut }) => [bytes.length, length, isCut])).toEqual([
    [100, 5001, true],
    [4, 4, false],
  ]);
});

test("whatever cells are written come back, however the bytes are cut into chunks", async () => {
  const cell = string({ unit: "grapheme", maxLength: 12 });
  const special = constantFrom('"', ",", "\n", '",\n"', "a");
  const row = array(
    array(special, { maxLength: 4 }).map((parts) => parts.join("")),
    { minLength: 2, maxLength: 4 },
  );
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  await assert(
    asyncProperty(array(row, { minLength: 1, maxLength: 5 }), integer({ min: 1, max: 9 }), async (rows, size) => {
      const text = rows.map((cells) => cells.map(quote).join(",")).join("\n");
      const records = await split(text, { size, delimiter: "," });
      expect(records.map(({ bytes }) => splitCells(bytes.toString(), ","))).toEqual(rows);
    }),
    { seed: 1 },
  );
  assert(
    property(array(cell, { minLength: 1, maxLength: 4 }), (cells) => {
      expect(splitCells(cells.map(quote).join(";"), ";")).toEqual(cells);
    }),
    { seed: 1 },
  );
});
