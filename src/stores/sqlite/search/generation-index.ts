// What a search keeps in memory of a generation: which document and passage lies in which slot, and how long each is.
import { bytesOf, integerOf, type Sql } from "../../../core/sqlite.ts";
import type { Generation } from "../../../spec/store.ts";
import { decodeDirectory, type Directory, isSet } from "../segment/directory.ts";
import { decodeFirstTerms } from "../segment/term-blocks.ts";
import type { ByteRange } from "../segment/term-key.ts";
import { ROWS_PER_CHUNK } from "../segment/vector-chunk.ts";

export type SegmentView = {
  readonly id: number;
  readonly directory: Directory;
  readonly firstTerms: readonly ByteRange[];
  /** Its first slot among those of the whole generation; a multiple of the rows of a chunk. */
  readonly base: number;
};

/** Documents are numbered here in slot order; those that have died are still counted, and marked. */
export type GenerationIndex = {
  readonly generation: Generation;
  readonly segments: readonly SegmentView[];
  readonly slots: number;
  readonly documents: number;
  /** Every document is one passage, as rows and tickets are: then a document scores what its passage scores. */
  readonly isFlat: boolean;
  readonly documentKeys: Uint32Array;
  readonly firstSlots: Uint32Array;
  readonly passageCounts: Uint32Array;
  readonly firstPassages: Float64Array;
  /** Per document: the lengths of its passages together. */
  readonly documentLengths: Uint32Array;
  readonly alive: Uint8Array;
  /** Per slot. */
  readonly lengths: Uint32Array;
  readonly documentOf: Uint32Array;
};

/** Reads what the previous index does not have; segments never change, so that they are read once. */
export function loadGenerationIndex(sql: Sql, generation: Generation, previous?: GenerationIndex): GenerationIndex {
  const known = new Map(previous?.segments.map((segment) => [segment.id, segment]));
  let base = 0;
  const segments = sql("select id from segments where generation = ? order by id")
    .all(generation.id)
    .map((row): SegmentView => {
      const id = integerOf(row["id"]);
      const segment = { ...(known.get(id) ?? readSegment(sql, id)), base };
      base += Math.ceil(segment.directory.slots / ROWS_PER_CHUNK) * ROWS_PER_CHUNK;
      return segment;
    });
  const index = emptyIndex(generation, segments, base);
  let document = 0;
  for (const segment of segments) document = addSegment(index, segment, { document, dead: readDead(sql, segment.id) });
  return index;
}

function readSegment(sql: Sql, id: number): Omit<SegmentView, "base"> {
  const row = sql("select directory, first_terms from segments where id = ?").get(id);
  const directory = decodeDirectory(bytesOf(row?.["directory"]));
  return { id, directory, firstTerms: decodeFirstTerms(bytesOf(row?.["first_terms"])) };
}

function readDead(sql: Sql, segment: number): Uint8Array {
  return bytesOf(sql("select documents from segment_deaths where segment = ?").get(segment)?.["documents"]);
}

function emptyIndex(generation: Generation, segments: readonly SegmentView[], slots: number): GenerationIndex {
  const documents = segments.reduce((sum, { directory }) => sum + directory.documents, 0);
  return {
    generation,
    segments,
    slots,
    documents,
    isFlat: segments.every(({ directory }) => directory.passageCounts.every((count) => count === 1)),
    documentKeys: new Uint32Array(documents),
    firstSlots: new Uint32Array(documents),
    passageCounts: new Uint32Array(documents),
    firstPassages: new Float64Array(documents),
    documentLengths: new Uint32Array(documents),
    alive: new Uint8Array(documents),
    lengths: new Uint32Array(slots),
    documentOf: new Uint32Array(slots),
  };
}

type Adding = {
  /** The number of the segment's first document. */
  readonly document: number;
  readonly dead: Uint8Array;
};

function addSegment(index: GenerationIndex, { directory, base }: SegmentView, { document, dead }: Adding): number {
  index.documentKeys.set(directory.documentKeys, document);
  index.passageCounts.set(directory.passageCounts, document);
  index.firstPassages.set(directory.firstPassages, document);
  index.lengths.set(directory.lengths, base);
  let slot = base;
  for (let entry = 0; entry < directory.documents; entry++) {
    const number = document + entry;
    const end = slot + (directory.passageCounts[entry] ?? 0);
    let length = 0;
    index.firstSlots[number] = slot;
    for (; slot < end; slot++) {
      index.documentOf[slot] = number;
      length += index.lengths[slot] ?? 0;
    }
    index.documentLengths[number] = length;
    index.alive[number] = isSet(dead, entry) ? 0 : 1;
  }
  return document + directory.documents;
}

/** The key of the passage in a slot. */
export function passageKey(index: GenerationIndex, slot: number): number {
  const document = index.documentOf[slot] ?? 0;
  return (index.firstPassages[document] ?? 0) + slot - (index.firstSlots[document] ?? 0);
}
