import { expect, test } from "vitest";

import { epubOf } from "../../test/hostile/samples/epub.ts";
import { docxOf } from "../../test/hostile/samples/office.ts";
import { pdfLines, pdfOf } from "../../test/hostile/samples/pdf.ts";
import { parserFor, PARSERS, requireParser } from "./registry.ts";

const words = "These words stand in every file.";
const pdf = pdfOf([pdfLines([words], { x: 50, y: 700 })]);

function choose(fileName: string, bytes: Uint8Array | string, mediaType?: string): string | undefined {
  return parserFor(fileName, mediaType, Buffer.from(bytes))?.id.split("@")[0];
}

test("no two parsers claim the same extension or media type", () => {
  const claims = PARSERS.flatMap(({ extensions, mediaTypes }) => [...extensions, ...mediaTypes]);
  expect(new Set(claims).size).toBe(claims.length);
});

test.each([
  ["notes.md", "markdown"],
  ["NOTES.MD", "markdown"],
  ["page.mdx", "markdown"],
  ["notes.md ", "markdown"],
  ["notes.md\n", "markdown"],
  ["docs/guide.html", "html"],
  ["table.tsv", "csv"],
  ["rows.jsonl", "json"],
  ["main.py", "code"],
  ["config.yaml", "code"],
  ["README", "text"],
  ["paper.pdf", "pdf"],
  ["letter.docx", "docx"],
  ["mail.eml", "eml"],
  ["book.epub", "epub"],
])("%s is read as %s", (fileName, expected) => {
  expect(parserFor(fileName)?.id.split("@")[0]).toBe(expected);
});

test.each(["photo.png", "archive.zip", "noextension", ".gitignore", "movie.mp4"])(
  "%s is not read by its name",
  (name) => {
    expect(parserFor(name)).toBeUndefined();
  },
);

test("a media type speaks louder than a name, but plain text does not", () => {
  expect(parserFor("index.php", "text/html; charset=utf-8")?.id).toMatch(/^html/);
  expect(parserFor("guide.md", "text/plain")?.id).toMatch(/^markdown/);
  expect(parserFor("guide", "text/plain")?.id).toMatch(/^text/);
});

test("the bytes speak louder than both", () => {
  expect(choose("letter.docx", pdf)).toBe("pdf");
  expect(choose("paper.pdf", docxOf("<w:p/>"))).toBe("docx");
  expect(choose("paper.md", pdf, "text/markdown")).toBe("pdf");
  expect(choose("paper.pdf", "<!DOCTYPE html><p>Not found</p>")).toBe("html");
  expect(choose("paper.pdf", "just words")).toBe("text");
  expect(choose("noextension", "just words")).toBe("text");
  expect(choose("book.zip", epubOf([`<p>${words}</p>`]))).toBe("epub");
});

test.each([
  ["a PNG image", "89504e470d0a1a0a0000"],
  ["a gzip archive", "1f8b0800000000"],
  ["a ZIP archive", "504b0304140000000000"],
  ["a SQLite database", "53514c69746520666f726d6174203300"],
  ["an old binary Office format", "d0cf11e0a1b11ae1"],
  ["not in a format that can be read", "00010203040506070809"],
])("what is %s is refused with that reason and the formats that can be read", (reason, hex) => {
  const file = { fileName: "thing.bin", mediaType: undefined, bytes: Buffer.from(hex, "hex") };
  expect(() => requireParser(file)).toThrow(
    expect.objectContaining({
      code: "parse_failed",
      message: expect.stringContaining(reason),
      hint: expect.stringContaining("markdown, text, html, pdf"),
    }),
  );
});

test("a text that happens to start like a bitmap is a text", () => {
  expect(choose("notes.txt", "BM25 ranks passages.")).toBe("text");
});
