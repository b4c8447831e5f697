// Applies one change to a state, in a fixed order: deletes, upserts, reindexes, touches, source states.
import { SchoolbookError } from "../../core/errors.ts";
import type { Document, DocumentId } from "../../spec/document.ts";
import type { DocumentTouch, GenerationId, IndexedPassage, LibraryChange } from "../../spec/store.ts";
import type { MemoryState } from "./state.ts";

/** Changes `state` in place; the caller passes a copy and throws it away when this throws. */
export function applyChange(state: MemoryState, change: LibraryChange): void {
  const { generation } = change;
  if (!state.generations.has(generation)) throw unknownGeneration(generation);
  const vectors = vectorsFor(state, change);
  for (const id of change.deletes ?? []) deleteDocument(state, id);
  for (const { document, passages } of change.upserts ?? []) {
    putDocument(state, document);
    indexPassages(state, { generation, document, passages, vectors });
  }
  for (const { id, textHash, passages } of change.reindexes ?? []) {
    const document = state.documents.get(id);
    if (document?.textHash === textHash) indexPassages(state, { generation, document, passages, vectors });
  }
  for (const touch of change.touches ?? []) touchDocument(state, touch);
  for (const [source, value] of change.sourceStates ?? []) state.sourceStates.set(source, value);
  dropUnusedVectors(state);
  state.sequence += 1;
}

export function unknownGeneration(generation: GenerationId): SchoolbookError {
  return new SchoolbookError("not_found", `The library has no generation ${generation}.`, { details: { generation } });
}

/** The vectors that passages of this change may rely on: those stored before it and those it brings. */
function vectorsFor(state: MemoryState, change: LibraryChange): Map<string, Float32Array> {
  const known = new Map(state.vectors.get(change.generation));
  const dims = state.generations.get(change.generation)?.dims ?? 0;
  for (const { passages } of [...(change.upserts ?? []), ...(change.reindexes ?? [])]) {
    for (const { hash, vector } of passages) {
      if (vector === undefined) continue;
      if (vector.length !== dims) throw wrongVector(hash, `has ${vector.length} dimensions instead of ${dims}`);
      if (!vector.every(Number.isFinite)) throw wrongVector(hash, "holds a value that is not a finite number");
      if (!known.has(hash)) known.set(hash, vector.slice());
    }
  }
  return known;
}

function wrongVector(hash: string, problem: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `The vector of passage ${hash} ${problem}.`, { details: { hash } });
}

function deleteDocument(state: MemoryState, id: DocumentId): void {
  state.documents.delete(id);
  for (const generation of state.generations.keys()) forgetPassages(state, id, generation);
}

/** A changed text takes its passages along in every generation: they point into a text that is gone. */
function putDocument(state: MemoryState, document: Document): void {
  const before = state.documents.get(document.id);
  if (before !== undefined && before.textHash !== document.textHash) {
    for (const generation of state.generations.keys()) forgetPassages(state, document.id, generation);
  }
  state.documents.set(document.id, structuredClone(document));
}

function forgetPassages(state: MemoryState, id: DocumentId, generation: GenerationId): void {
  state.indexed.get(generation)?.delete(id);
  for (const [key, passage] of state.passages) {
    if (passage.documentId === id && passage.generation === generation) state.passages.delete(key);
  }
}

type Indexing = {
  readonly generation: GenerationId;
  readonly document: Document;
  readonly passages: readonly IndexedPassage[];
  readonly vectors: ReadonlyMap<string, Float32Array>;
};

function indexPassages(state: MemoryState, indexing: Indexing): void {
  const { generation, document, passages } = indexing;
  forgetPassages(state, document.id, generation);
  for (const passage of passages) indexPassage(state, indexing, passage);
  state.indexed.get(generation)?.set(document.id, document.textHash);
}

function indexPassage(state: MemoryState, { generation, document, vectors }: Indexing, passage: IndexedPassage): void {
  const { vector: _, ...kept } = passage;
  if (state.generations.get(generation)?.embedder !== null) {
    const vector = vectors.get(passage.hash);
    if (vector === undefined) throw wrongVector(passage.hash, "is missing, and none is stored for the same hash");
    state.vectors.get(generation)?.set(passage.hash, vector);
  }
  const key = state.nextKey++;
  state.passages.set(key, { ...structuredClone(kept), key, generation, documentId: document.id });
}

function touchDocument(state: MemoryState, { id, ...changes }: DocumentTouch): void {
  const document = state.documents.get(id);
  if (document !== undefined) state.documents.set(id, { ...document, ...structuredClone(changes) });
}

function dropUnusedVectors(state: MemoryState): void {
  for (const [generation, vectors] of state.vectors) {
    const used = new Set<string>();
    for (const passage of state.passages.values()) if (passage.generation === generation) used.add(passage.hash);
    for (const hash of vectors.keys()) if (!used.has(hash)) vectors.delete(hash);
  }
}
