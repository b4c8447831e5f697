// Gathers the passages of a commit into a segment: postings, directory and quantised vectors, written at the end.
import type { Generation, IndexedPassage } from "../../../spec/store.ts";
import { buildDirectory, type DirectoryEntry } from "../segment/directory.ts";
import { termShare } from "../segment/term-key.ts";
import { quantiseChunk, ROWS_PER_CHUNK } from "../segment/vector-chunk.ts";
import { createSegmentWriter } from "./segment-writer.ts";
import { createTermTable, type TermTable } from "./term-table.ts";
import { takeSegmentId, type WriteContext } from "./write-context.ts";

/** No segment grows past this by itself or by merging, so that no single merge takes long; one longer document may. */
export const SEGMENT_SLOTS = 65_536;

export type AddedDocument = {
  readonly document: number;
  readonly firstPassage: number;
  readonly passages: readonly IndexedPassage[];
  readonly vectors: readonly (Float32Array | undefined)[];
};

/** What a passage row keeps of its terms, so that an audit can compare them with the postings. */
export type IndexedTerms = {
  readonly length: number;
  readonly check: number;
};

export type SegmentBuilder = {
  /** Says which segment the passages went to. */
  add(document: AddedDocument): { readonly segment: number; readonly terms: readonly IndexedTerms[] };
  /** Writes what has been gathered. */
  flush(): void;
};

type Open = {
  readonly id: number;
  readonly entries: DirectoryEntry[];
  readonly terms: TermTable;
  readonly vectors: Float32Array[];
  slots: number;
};

export function createSegmentBuilder(write: WriteContext, generation: Generation): SegmentBuilder {
  let open: Open | undefined;
  const flush = (): void => {
    if (open !== undefined) writeOpen(write, generation, open);
    open = undefined;
  };
  return {
    add(document) {
      if (open !== undefined && open.slots + document.passages.length > SEGMENT_SLOTS) flush();
      open ??= { id: takeSegmentId(write), entries: [], terms: createTermTable(), vectors: [], slots: 0 };
      return { segment: open.id, terms: addDocument(open, document) };
    },
    flush,
  };
}

function addDocument(
  open: Open,
  { document, firstPassage, passages, vectors }: AddedDocument,
): readonly IndexedTerms[] {
  const terms = passages.map((passage) => addTerms(open, open.slots++, passage.terms));
  for (const vector of vectors) if (vector !== undefined) open.vectors.push(vector);
  open.entries.push({ document, firstPassage, lengths: terms.map(({ length }) => length) });
  return terms;
}

function addTerms({ terms }: Open, slot: number, counts: ReadonlyMap<string, number>): IndexedTerms {
  let length = 0;
  let check = 0;
  for (const [spelling, count] of counts) {
    const term = terms.numberOf(spelling);
    terms.add(term, slot, count);
    length += count;
    check = (check + termShare(terms.hashOf(term), count)) >>> 0;
  }
  return { length, check };
}

function writeOpen(write: WriteContext, generation: Generation, open: Open): void {
  const segment = createSegmentWriter(write, generation.id, open.id);
  open.terms.forEachSorted((term, postings) => segment.addTerm(term, postings));
  for (let row = 0; row < open.vectors.length; row += ROWS_PER_CHUNK) {
    segment.addChunk(quantiseChunk(open.vectors.slice(row, row + ROWS_PER_CHUNK), generation.dims));
  }
  segment.finish(buildDirectory(open.entries));
}
