import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { seededRandom } from "../../core/runtime.ts";
import { createWordPiece } from "./create-word-piece.ts";
import { readTable } from "./read-table.ts";

const { entries } = readTable();
const wordPiece = createWordPiece(entries);

function pieces(text: string, limit = 1000): readonly (string | undefined)[] {
  return [...wordPiece.encode(text, limit)].map((row) => entries[row]);
}

test("words are spelled with the longest pieces, in lower case and without accents", () => {
  expect(pieces("Unaffableness of the S3")).toEqual(["una", "##ffa", "##ble", "##ness", "of", "the", "s", "##3"]);
  expect(pieces("Élan, naïve—CAFÉ")).toEqual(["el", "##an", ",", "naive", "—", "cafe"]);
});

test("what the vocabulary cannot spell is one unknown word", () => {
  expect(pieces("a \u{1f9ff} b")).toEqual(["a", "[UNK]", "b"]);
  expect(pieces("x".repeat(101))).toEqual(["[UNK]"]);
});

test("no more rows come out than asked for, and an empty text has none", () => {
  expect(pieces("one two three four", 2)).toEqual(["one", "two"]);
  expect(pieces("")).toEqual([]);
});

test("rows stay right when more words come than the cache holds", () => {
  const before = pieces("The warranty lasts five years.");
  for (let number = 0; number < 60_000; number += 1) wordPiece.encode(`part${number}x`, 100);
  expect(pieces("The warranty lasts five years.")).toEqual(before);
});

/** The same list as in nano/embedder/golden.py, whose strings these are. */
// oxfmt-ignore
const SCRIPTS = [
  [0x20, 0x7e], [0x20, 0x7e], [0x00, 0x24f], [0x250, 0x36f], [0x370, 0x3ff], [0x400, 0x52f], [0x590, 0x5ff],
  [0x600, 0x6ff], [0x900, 0xdff], [0xe00, 0xeff], [0x10a0, 0x13ff], [0x1e00, 0x1fff], [0x2000, 0x206f],
  [0x2070, 0x2bff], [0x3000, 0x30ff], [0x4e00, 0x9fff], [0xac00, 0xd7a3], [0xe000, 0xf8ff], [0xf900, 0xfffd],
  [0x1d400, 0x1d7ff], [0x1f300, 0x1faff], [0x20000, 0x2fa1f], [0xe0000, 0xe01ef], [0x10000, 0x10ffff],
] as const;

function randomString(random: () => number): string {
  const draw = (count: number): number => Math.floor(random() * count);
  const parts = Array.from({ length: 1 + draw(24) }, () => {
    const kind = random();
    if (kind < 0.2) return entries[draw(entries.length)] ?? "";
    if (kind < 0.4) return " ";
    const [first = 0, last = 0] = SCRIPTS[draw(SCRIPTS.length)] ?? [];
    return String.fromCodePoint(first + draw(last - first + 1));
  });
  return parts.join("");
}

test("10,000 random strings of mixed scripts have the rows that Hugging Face's tokenizer gives them", () => {
  const golden = readFileSync(new URL("golden-rows.txt", import.meta.url), "utf8")
    .trimEnd()
    .split("\n");
  const random = seededRandom(20_261_125);
  const wrong = golden.flatMap((wanted) => {
    const text = randomString(random);
    const rows = wordPiece.encode(text, 10_000).join(",");
    return createHash("sha256").update(rows).digest("hex").startsWith(wanted) ? [] : [text];
  });
  expect(golden).toHaveLength(10_000);
  expect(wrong).toEqual([]);
});
