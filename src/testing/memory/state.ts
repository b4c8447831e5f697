// Everything the in-memory store holds, as one value: a change builds a new one, so that it happens whole or not at all.
import type { Document, DocumentId } from "../../spec/document.ts";
import type { Generation, GenerationId, IndexedPassage, PassageKey } from "../../spec/store.ts";

export type MemoryPassage = Omit<IndexedPassage, "vector"> & {
  readonly key: PassageKey;
  readonly generation: GenerationId;
  readonly documentId: DocumentId;
};

export type MemoryState = {
  readonly documents: Map<DocumentId, Document>;
  /** Ascending by key, because keys only grow. */
  readonly passages: Map<PassageKey, MemoryPassage>;
  readonly vectors: Map<GenerationId, Map<string, Float32Array>>;
  /** Per generation: the text hash that each document's passages were made from. */
  readonly indexed: Map<GenerationId, Map<DocumentId, string>>;
  readonly generations: Map<GenerationId, Generation>;
  readonly sourceStates: Map<string, string>;
  sequence: number;
  nextKey: PassageKey;
  nextGeneration: GenerationId;
};

export function emptyState(): MemoryState {
  return {
    documents: new Map(),
    passages: new Map(),
    vectors: new Map(),
    indexed: new Map(),
    generations: new Map(),
    sourceStates: new Map(),
    sequence: 0,
    nextKey: 1,
    nextGeneration: 1,
  };
}

/** A copy deep enough that changing it leaves the original as it was; documents, passages and vectors are never changed in place. */
export function copyState(state: MemoryState): MemoryState {
  return {
    documents: new Map(state.documents),
    passages: new Map(state.passages),
    vectors: copyNested(state.vectors),
    indexed: copyNested(state.indexed),
    generations: new Map(state.generations),
    sourceStates: new Map(state.sourceStates),
    sequence: state.sequence,
    nextKey: state.nextKey,
    nextGeneration: state.nextGeneration,
  };
}

function copyNested<Key, Inner, Value>(maps: ReadonlyMap<Key, Map<Inner, Value>>): Map<Key, Map<Inner, Value>> {
  return new Map([...maps].map(([key, inner]) => [key, new Map(inner)]));
}
