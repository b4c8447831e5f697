// Proves that XML is read piece by piece and that hostile XML costs nothing.
import { expect, test } from "vitest";

import { attribute, child, descendants, eachElement, prefixed, readTree, textOf, xmlSource } from "./xml-reader.ts";

const source = (xml: string) => ({ xml, fileName: "a.docx", part: "part.xml" });

test("the outermost elements of a name are visited one by one, without their prefixes", () => {
  const seen: string[] = [];
  const xml = source("<w:d><w:p>a<x:p>b</x:p></w:p><other><p>c &amp; &#x64;<![CDATA[<e>]]></p></other></w:d>");
  eachElement(xml, new Set(["p"]), (element) => seen.push(textOf(element)));
  expect(seen).toEqual(["ab", "c & d<e>"]);
});

test("attributes are found by local name, the unprefixed one first", () => {
  const tree = readTree(source('<s id="256" r:id="rId1" w:val="x"/>'), "s");
  expect([attribute(tree, "id"), prefixed(tree, "id"), attribute(tree, "val"), attribute(tree, "toString")]).toEqual([
    "256",
    "rId1",
    "x",
    undefined,
  ]);
});

test("entities that a document defines are never expanded", () => {
  const lines = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`);
  const tree = readTree(source(`<!DOCTYPE l [<!ENTITY l0 "lol">${lines.join("")}]><l>&l9;</l>`), "l");
  expect(textOf(tree)).toBe("&l9;");
});

test("deep nesting is refused with the part's name", () => {
  const run = () => readTree(source(`${"<a>".repeat(10_000)}x`), "a");
  expect(run).toThrow('a.docx: "part.xml" is nested deeper than 300');
});

test("unclosed elements end with the document", () => {
  const tree = readTree(source("<a><b>one<c>two"), "a");
  expect(textOf(child(tree, "b", "c"))).toBe("two");
  expect(descendants(tree, "c")).toHaveLength(1);
});

test("a part without its root is called damaged", () => {
  expect(() => readTree(source("nothing"), "a")).toThrow(/damaged \(there is no <a> in it\)/);
});

test("the encoding comes from the mark or the declaration", () => {
  const declared = Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?><a>\u00e9</a>', "latin1");
  expect(xmlSource(declared, "f", "p").xml).toContain("<a>\u00e9</a>");
  const wide = Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><a>\u00e9</a>', "utf16le");
  expect(xmlSource(wide, "f", "p").xml).toContain("<a>\u00e9</a>");
});
