// Makes one segment of several, leaving out what has died: slots are numbered anew, terms merged in order.
import type { Generation } from "../../../spec/store.ts";
import { buildDirectory, type Directory, type DirectoryEntry, isSet } from "../segment/directory.ts";
import { copyPostings, createPostingsWriter, resetPostings } from "../segment/postings.ts";
import { createTermCursor, type TermCursor } from "../segment/term-cursor.ts";
import { type ByteRange, compareRanges } from "../segment/term-key.ts";
import { deathsOf } from "./deaths.ts";
import { mergeChunks } from "./merge-chunks.ts";
import { createSegmentWriter, deleteSegment, type SegmentWriter } from "./segment-writer.ts";
import { takeSegmentId, type WriteContext } from "./write-context.ts";

export type MergeInput = {
  readonly id: number;
  readonly directory: Directory;
  /** Per slot its new number, -1 when its document is gone. */
  readonly newSlots: Int32Array;
};

/** Replaces the segments by one that holds their living passages in the order of the segments given. */
export function mergeInto(write: WriteContext, generation: Generation, ids: readonly number[]): void {
  const entries: DirectoryEntry[] = [];
  let slots = 0;
  const inputs = ids.map((id) => {
    const input = renumber(write, id, { slots, entries });
    slots = input.next;
    return input;
  });
  const id = takeSegmentId(write);
  const segment = createSegmentWriter(write, generation.id, id);
  mergeTerms(write, inputs, segment);
  if (generation.embedder !== null) mergeChunks(write, { inputs, slots, dims: generation.dims, segment });
  segment.finish(buildDirectory(entries));
  const move = write.sql("update indexed set segment = ? where generation = ? and document = ?");
  for (const { document } of entries) move.run(id, generation.id, document);
  for (const old of ids) deleteSegment(write, old);
}

type Renumbering = {
  readonly slots: number;
  readonly entries: DirectoryEntry[];
};

function renumber(
  write: WriteContext,
  id: number,
  { slots, entries }: Renumbering,
): MergeInput & { readonly next: number } {
  const directory = write.directories.of(id);
  const dead = deathsOf(write, id).documents;
  const newSlots = new Int32Array(directory.slots).fill(-1);
  let next = slots;
  let slot = 0;
  for (let entry = 0; entry < directory.documents; entry++) {
    const count = directory.passageCounts[entry] ?? 0;
    if (!isSet(dead, entry)) {
      for (let index = 0; index < count; index++) newSlots[slot + index] = next++;
      entries.push({
        document: directory.documentKeys[entry] ?? 0,
        firstPassage: directory.firstPassages[entry] ?? 0,
        lengths: directory.lengths.subarray(slot, slot + count),
      });
    }
    slot += count;
  }
  return { id, directory, newSlots, next };
}

function mergeTerms(write: WriteContext, inputs: readonly MergeInput[], segment: SegmentWriter): void {
  const cursors = inputs.map(({ id, newSlots }) => ({ newSlots, terms: createTermCursor(write.sql, id) }));
  const walks = cursors.map(({ terms }) => terms);
  const postings = createPostingsWriter();
  for (;;) {
    const term = smallest(walks);
    if (term === undefined) return;
    resetPostings(postings);
    for (const { terms, newSlots } of cursors) {
      if (terms.entry === undefined || compareRanges(terms.entry.term, term) !== 0) continue;
      copyPostings(terms.entry.postings, newSlots, postings);
      terms.next();
    }
    segment.addTerm(term, postings);
  }
}

function smallest(cursors: readonly TermCursor[]): ByteRange | undefined {
  let least: ByteRange | undefined;
  for (const { entry } of cursors) {
    if (entry !== undefined && (least === undefined || compareRanges(entry.term, least) < 0)) least = entry.term;
  }
  return least;
}
