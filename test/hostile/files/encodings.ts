// Texts in encodings that nobody declared, or that no encoding allows.
import type { HostileFile } from "./hostile-file.ts";

const WORDS = "Grüße aus Köln: the quick brown fox jumps over the lazy dog. ".repeat(5);
const EXTENSIONS = ["txt", "md", "html", "csv", "json", "eml", "py"];

const swapped = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();
const between = (middle: readonly number[]): Buffer =>
  Buffer.concat([Buffer.from("some words before "), Buffer.from(middle), Buffer.from(" and after, some more words")]);

const ENCODINGS: Readonly<Record<string, () => Buffer>> = {
  "utf16le-without-mark": () => Buffer.from(WORDS, "utf16le"),
  "utf16be-without-mark": () => swapped(WORDS),
  "utf16-odd-length": () => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(WORDS, "utf16le"), Buffer.of(65)]),
  utf32: () =>
    Buffer.concat([
      Buffer.from([0xff, 0xfe, 0, 0]),
      Buffer.from(Array.from(WORDS).flatMap((letter) => [letter.codePointAt(0) ?? 0, 0, 0, 0])),
    ]),
  latin1: () => Buffer.from(WORDS, "latin1"),
  "overlong-utf8": () => between([0xc0, 0xaf, 0xe0, 0x80, 0xaf, 0xf0, 0x80, 0x80, 0xaf, 0xc0, 0x80]),
  "lone-surrogates": () => between([0xed, 0xa0, 0x80, 0xed, 0xbf, 0xbf]),
  "lone-continuations": () => between(Array.from({ length: 200 }, () => 0x80)),
  "cut-in-a-letter": () => Buffer.from(WORDS).subarray(0, 3),
  "beyond-unicode": () => between([0xf7, 0xbf, 0xbf, 0xbf, 0xfe, 0xff]),
  "nul-between-words": () => Buffer.from(WORDS.replaceAll(" ", "\0")),
  "one-nul": () => Buffer.from(`${WORDS}\0${WORDS}`),
  "only-a-mark": () => Buffer.from([0xef, 0xbb, 0xbf]),
  "marks-everywhere": () => Buffer.from("\ufeffwords\ufeff".repeat(300)),
  "directions-and-tags": () => Buffer.from(`words \u202egnp.exe\u202c ${"\u200b".repeat(3000)} \u{e0041}\u{e0042} end`),
};

/** Every encoding under every text extension. */
export function encodedFiles(): readonly HostileFile[] {
  return EXTENSIONS.flatMap((extension) =>
    Object.entries(ENCODINGS).map(([name, make]) => ({ fileName: `${name}.${extension}`, make })),
  );
}
