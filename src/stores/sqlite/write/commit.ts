// Applies one change to the library inside a transaction: deletes, upserts, reindexes, touches, then upkeep of the segments.
import { integerOf } from "../../../core/sqlite.ts";
import type { CommitReceipt, LibraryChange } from "../../../spec/store.ts";
import { checkChange } from "./check-change.ts";
import { deleteDocument, keyOfText, putDocument, touchDocument } from "./documents.ts";
import { mergeSegments } from "./merge-policy.ts";
import { findVectors, indexDocument, type Indexing } from "./passages.ts";
import { createSegmentBuilder } from "./segment-builder.ts";
import { generationOf, type WriteContext } from "./write-context.ts";

export function applyChange(write: WriteContext, change: LibraryChange): CommitReceipt {
  const generation = generationOf(write, change.generation);
  checkChange(change, generation);
  const vectors = findVectors(write, generation, change);
  const builder = createSegmentBuilder(write, generation);
  const indexing: Indexing = { generation, builder, vectors };
  for (const id of change.deletes ?? []) deleteDocument(write, id);
  upsert(write, indexing, change);
  reindex(write, indexing, change);
  for (const touch of change.touches ?? []) touchDocument(write, touch);
  for (const [source, state] of change.sourceStates ?? []) {
    write.sql("insert or replace into source_states(source, state) values(?, ?)").run(source, state);
  }
  builder.flush();
  mergeSegments(write, generation);
  return { sequence: nextSequence(write) };
}

/** Of two upserts of one document the later one holds, and a reindex of the same text holds over both. */
function upsert(write: WriteContext, indexing: Indexing, { upserts = [], reindexes = [] }: LibraryChange): void {
  const again = new Map(reindexes.map((one) => [one.id, one]));
  for (const { document, passages } of new Map(upserts.map((one) => [one.document.id, one])).values()) {
    const { id, textHash } = document;
    const remade = again.get(id);
    const put = putDocument(write, document, indexing.generation.id);
    indexDocument(write, indexing, {
      ...put,
      textHash,
      passages: remade?.textHash === textHash ? remade.passages : passages,
    });
  }
}

function reindex(write: WriteContext, indexing: Indexing, { upserts = [], reindexes = [] }: LibraryChange): void {
  const done = new Set(upserts.map(({ document }) => document.id));
  for (const { id, textHash, passages } of new Map(reindexes.map((one) => [one.id, one])).values()) {
    const key = done.has(id) ? undefined : keyOfText(write, id, textHash);
    if (key !== undefined) indexDocument(write, indexing, { key, isNew: false, textHash, passages });
  }
}

function nextSequence({ sql }: WriteContext): number {
  return integerOf(sql("update state set sequence = sequence + 1 returning sequence").get()?.["sequence"]);
}
