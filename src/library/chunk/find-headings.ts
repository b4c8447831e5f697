// The headings of the very section in which a place in a document stands; a passage over several has only those they share.
import { headingLabel } from "./heading-label.ts";
import { type ChunkInput, outlineDocument } from "./outline-document.ts";
import { sectionPath } from "./section-path.ts";

export type HeadingFinder = (offset: number) => readonly string[];

/** Reads the document's structure once; the headings are spelled as passages spell them. */
export function findHeadings(document: ChunkInput): HeadingFinder {
  const { sections } = outlineDocument(document).outline;
  const title = headingLabel(document.title);
  const paths = new Map<number, readonly string[]>();
  return (offset) => {
    // why: sections stand in the order in which they begin, and one that has begun goes on until the next one does.
    const index = sections.findLastIndex(({ start }) => start <= offset);
    return sectionPath(sections, Math.max(0, index), paths).filter((label) => label !== title);
  };
}
