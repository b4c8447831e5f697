// Passage rows of one generation: made with a document's index entry, forgotten with it.
import { SchoolbookError } from "../../../core/errors.ts";
import { bytesOf, integerOf } from "../../../core/sqlite.ts";
import type { Generation, GenerationId, IndexedPassage, LibraryChange } from "../../../spec/store.ts";
import { packHash } from "../rows/pack-hash.ts";
import { markDead } from "./deaths.ts";
import type { IndexedTerms, SegmentBuilder } from "./segment-builder.ts";
import { assertStorable } from "./storable.ts";
import { takePassageKeys, type WriteContext } from "./write-context.ts";

export type Indexing = {
  readonly generation: Generation;
  readonly builder: SegmentBuilder;
  /** Vectors of passages that came without one, by passage hash. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
};

export type IndexedDocument = {
  readonly key: number;
  /** The generation holds nothing of it. */
  readonly isNew: boolean;
  readonly textHash: string;
  readonly passages: readonly IndexedPassage[];
};

/** Replaces what the generation holds of a document. */
export function indexDocument(write: WriteContext, indexing: Indexing, document: IndexedDocument): void {
  const { generation, builder } = indexing;
  const { key, isNew, passages } = document;
  if (!isNew) forgetPassages(write, generation.id, key);
  const firstPassage = takePassageKeys(write, passages.length);
  const vectors = passages.map((passage) => vectorOf(indexing, passage));
  const added = passages.length === 0 ? NOTHING : builder.add({ document: key, firstPassage, passages, vectors });
  for (const [index, passage] of passages.entries()) {
    insertPassage(write, {
      key: firstPassage + index,
      generation: generation.id,
      document: key,
      passage,
      terms: added.terms[index] ?? NO_TERMS,
      vector: vectors[index],
    });
  }
  write
    .sql(`insert or replace into indexed(generation, document, text_hash, segment, first_passage, passages)
    values(?, ?, ?, ?, ?, ?)`)
    .run(generation.id, key, document.textHash, added.segment, firstPassage, passages.length);
  if (!isNew) write.sql("delete from pending where generation = ? and document = ?").run(generation.id, key);
}

const NO_TERMS: IndexedTerms = { length: 0, check: 0 };
const NOTHING = { segment: 0, terms: [NO_TERMS] };

type PassageRow = {
  readonly key: number;
  readonly generation: GenerationId;
  readonly document: number;
  readonly passage: IndexedPassage;
  readonly terms: IndexedTerms;
  readonly vector: Float32Array | undefined;
};

function insertPassage({ sql }: WriteContext, { passage, terms, vector, ...row }: PassageRow): void {
  sql(`insert into passages(key, generation, document, ordinal, start, "end", parent_start, parent_end, kind, headings,
    prefix, tokens, length, terms_check, hash, vector) values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
    row.key,
    row.generation,
    row.document,
    passage.ordinal,
    passage.start,
    passage.end,
    passage.parent.start,
    passage.parent.end,
    passage.kind,
    JSON.stringify(passage.headings),
    JSON.stringify(passage.prefix),
    passage.tokens,
    terms.length,
    terms.check,
    packHash(passage.hash),
    vector === undefined ? null : new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength),
  );
}

/** Removes what the generation holds of a document; it is not marked as pending here. */
export function forgetPassages(write: WriteContext, generation: GenerationId, document: number): void {
  const row = write
    .sql("delete from indexed where generation = ? and document = ? returning segment, first_passage, passages")
    .get(generation, document);
  if (row === undefined) return;
  const first = integerOf(row["first_passage"]);
  const count = integerOf(row["passages"]);
  if (count === 0) return;
  write.sql("delete from passages where key >= ? and key < ?").run(first, first + count);
  markDead(write, integerOf(row["segment"]), document);
}

function vectorOf({ generation, vectors }: Indexing, { hash, vector }: IndexedPassage): Float32Array | undefined {
  if (generation.embedder === null) return undefined;
  const found = vector ?? vectors.get(hash);
  if (found === undefined) {
    const message = `The vector of passage ${hash} is missing, and none is stored for the same hash.`;
    throw new SchoolbookError("input_invalid", message, { details: { hash } });
  }
  return found;
}

/** Vectors for passages that came without, from this change or from what is stored; call before anything is deleted. */
export function findVectors(
  write: WriteContext,
  generation: Generation,
  change: LibraryChange,
): Map<string, Float32Array> {
  const found = new Map<string, Float32Array>();
  if (generation.embedder === null) return found;
  const passages = [...(change.upserts ?? []), ...(change.reindexes ?? [])].flatMap((one) => one.passages);
  for (const { hash, vector } of passages) if (vector !== undefined) found.set(hash, vector);
  for (const { hash, vector } of passages) {
    if (vector !== undefined || found.has(hash)) continue;
    const stored = storedVector(write, generation.id, hash);
    if (stored !== undefined) found.set(hash, stored);
  }
  return found;
}

function storedVector({ sql }: WriteContext, generation: GenerationId, hash: string): Float32Array | undefined {
  assertStorable("passage hash", hash);
  const row = sql("select vector from passages where hash = ? and generation = ? and vector is not null limit 1").get(
    packHash(hash),
    generation,
  );
  const bytes = bytesOf(row?.["vector"]);
  return row === undefined ? undefined : new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}
