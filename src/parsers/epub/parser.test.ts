// Holds the e-book parser to the book that a reader reads.
import { expect, test } from "vitest";

import { epubOf } from "../../../test/hostile/samples/epub.ts";
import { zipOf } from "../../../test/hostile/samples/office.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { epubParser } from "./parser.ts";

function parse(bytes: Uint8Array) {
  return epubParser.parse({ bytes, fileName: "a.epub", limits: DEFAULT_LIMITS });
}

test("chapters come in reading order under their headings, each a landmark, without the contents", async () => {
  const book = await parse(
    epubOf(['<h1>One</h1><p>First <a id="p1"/>words.</p>', "<p>No heading.</p><ul><li>a</li></ul>"]),
  );
  expect(book.text).toBe("# One\n\nFirst words.\n\n# Part 2\n\nNo heading.\n\n- a\n");
  expect(book.landmarks).toEqual([
    { offset: 0, label: "Part 1" },
    { offset: book.text.indexOf("# Part 2"), label: "Part 2" },
  ]);
  expect([book.title, book.metadata]).toEqual(["The Book", { author: "Zoe" }]);
});

test("a chapter that is missing is a warning", async () => {
  const opf = `<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="text/c1.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>`;
  const book = await parse(epubOf(["<p>x</p>"], { "OEBPS/book.opf": opf }));
  expect([book.text, book.warnings]).toEqual(["x\n", ["Chapters that the book names and does not hold: 1."]]);
});

test("a protected book is refused, scrambled fonts are not", async () => {
  const encryption = (algorithm: string, uri: string) =>
    `<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm="${algorithm}"/><enc:CipherData><enc:CipherReference URI="${uri}"/></enc:CipherData></enc:EncryptedData></encryption>`;
  const font = encryption("http://www.idpf.org/2008/embedding", "OEBPS/font.otf");
  expect((await parse(epubOf(["<p>x</p>"], { "META-INF/encryption.xml": font }))).text).toBe("# Part 1\n\nx\n");
  const chapter = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OEBPS/text/c1.xhtml");
  expect(() => parse(epubOf(["x"], { "META-INF/encryption.xml": chapter }))).toThrow(/digital rights management/);
});

test.each([
  ["another ZIP file", zipOf({ a: "x" }), "but no EPUB"],
  ["text", Buffer.from("hello"), "it is no EPUB e-book"],
  ["a book without its package document", epubOf([], { "META-INF/container.xml": "<container/>" }), "is missing"],
])("%s is refused with the reason", (_, bytes, reason) => {
  expect(() => parse(bytes)).toThrow(
    expect.objectContaining({ code: "parse_failed", message: expect.stringContaining(reason) }),
  );
});
