// Builds the smallest valid e-book from the insides of its chapters.
import type { Files } from "./office.ts";
import { zipOf } from "./office.ts";

/** An EPUB 3 whose chapters are c1.xhtml, c2.xhtml and so on, with a navigation file in front. */
export function epubOf(chapters: readonly string[], more: Files = {}): Uint8Array {
  const page = (body: string) =>
    `<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>${body}</body></html>`;
  const names = chapters.map((_, index) => `c${index + 1}`);
  const items = names.map(
    (name) => `<item id="${name}" href="text/${name}.xhtml" media-type="application/xhtml+xml"/>`,
  );
  const files = chapters.map((body, index): [string, string] => [`OEBPS/text/c${index + 1}.xhtml`, page(body)]);
  const links = names.map((name, index) => `<li><a href="text/${name}.xhtml#top">Part ${index + 1}</a></li>`);
  return zipOf({
    mimetype: "application/epub+zip",
    "META-INF/container.xml": `<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>`,
    "OEBPS/book.opf": `<package xmlns:dc="d"><metadata><dc:title>The Book</dc:title><dc:creator>Zoe</dc:creator></metadata>
      <manifest>${items.join("")}<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest>
      <spine><itemref idref="nav"/>${names.map((name) => `<itemref idref="${name}"/>`).join("")}</spine></package>`,
    "OEBPS/nav.xhtml": page(`<nav><ol>${links.join("")}</ol></nav>`),
    ...Object.fromEntries(files),
    ...more,
  });
}
