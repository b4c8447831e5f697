// The reference store: exact, brute force, in memory. Slow on purpose, so that it is easy to believe.
import { readFile, writeFile } from "node:fs/promises";
import { deserialize, serialize } from "node:v8";

import type { Document, DocumentId } from "../spec/document.ts";
import type { AuditReport, ManifestEntry, PassageKey, Store, StoredPassage, StoreStats } from "../spec/store.ts";
import { applyChange } from "./memory/apply-change.ts";
import { auditState } from "./memory/audit.ts";
import { activate, addGeneration, drop, pendingIn } from "./memory/generations.ts";
import { mayRead, searchState } from "./memory/search.ts";
import { copyState, emptyState, type MemoryState } from "./memory/state.ts";

export type MemoryStoreOptions = {
  /** Gives generations their time of creation. */
  readonly now?: () => number;
};

/** A store that follows the contract to the letter and keeps everything in memory: a fake for tests, an oracle for other stores. */
export function createMemoryStore({ now = () => 0 }: MemoryStoreOptions = {}): Store {
  return storeOver(emptyState(), now);
}

/** Opens what `exportTo` of an in-memory store wrote. */
export async function openMemoryExport(path: string, { now = () => 0 }: MemoryStoreOptions = {}): Promise<Store> {
  // why: the file was written by exportTo below, from a MemoryState.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const state = deserialize(await readFile(path)) as MemoryState;
  return storeOver(state, now);
}

function storeOver(initial: MemoryState, now: () => number): Store {
  let state = initial;
  const change = <Result>(make: (draft: MemoryState) => Result): Result => {
    const draft = copyState(state);
    const result = make(draft);
    state = draft;
    return result;
  };
  return {
    commit: async (libraryChange) =>
      change((draft) => {
        applyChange(draft, libraryChange);
        return { sequence: draft.sequence };
      }),
    search: async (query) => searchState(state, query),
    passages: async (keys, principals) =>
      storedPassages(state, keys).filter(({ document }) => mayRead(document.acl, principals)),
    document: async (id, principals) => {
      const document = state.documents.get(id);
      return document !== undefined && mayRead(document.acl, principals) ? document : undefined;
    },
    manifest: async (source) => manifestOf(state, source),
    sourceState: async (source) => state.sourceStates.get(source),
    knownVectors: async (hashes, generation) =>
      new Set(hashes.filter((hash) => state.vectors.get(generation)?.has(hash))),
    generations: async () => [...state.generations.values()],
    createGeneration: async (spec) => change((draft) => addGeneration(draft, spec, now())),
    pendingDocuments: async (generation, limit) => pendingIn(state, generation, limit),
    activateGeneration: async (id) => change((draft) => activate(draft, id)),
    dropGeneration: async (id) => change((draft) => drop(draft, id)),
    audit: async () => auditState(state),
    repair: async (report) => change((draft) => markPending(draft, report)),
    stats: async () => statsOf(state),
    exportTo: async (path) => writeFile(path, serialize(state)),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function storedPassages(state: MemoryState, keys: readonly PassageKey[]): StoredPassage[] {
  return keys.flatMap((key) => {
    const passage = state.passages.get(key);
    const document = passage === undefined ? undefined : state.documents.get(passage.documentId);
    if (passage === undefined || document === undefined) return [];
    const { terms: _terms, generation: _generation, ...kept } = passage;
    const { text, landmarks: _landmarks, ...summary } = document;
    return [{ ...kept, text: text.slice(passage.start, passage.end), document: summary }];
  });
}

function manifestOf(state: MemoryState, source: string | undefined): ReadonlyMap<DocumentId, ManifestEntry> {
  const entries = [...state.documents.values()].filter(
    (document) => source === undefined || document.source === source,
  );
  return new Map(entries.map((document) => [document.id, manifestEntry(document)]));
}

function manifestEntry(document: Document): ManifestEntry {
  const { id, source, uri, contentHash, textHash, fingerprint, parser, acl, modifiedAt } = document;
  return { id, source, uri, contentHash, textHash, fingerprint, parser, acl, modifiedAt };
}

function markPending(state: MemoryState, report: AuditReport): void {
  for (const { documentId } of report.findings) {
    if (documentId !== undefined) for (const indexed of state.indexed.values()) indexed.delete(documentId);
  }
}

function statsOf(state: MemoryState): StoreStats {
  const active = [...state.generations.values()].find((generation) => generation.state === "active")?.id;
  const passages = [...state.passages.values()].filter(({ generation }) => generation === active);
  const sources = new Map<string, number>();
  for (const { source } of state.documents.values()) sources.set(source, (sources.get(source) ?? 0) + 1);
  return {
    documents: state.documents.size,
    passages: passages.length,
    vectors: active === undefined ? 0 : (state.vectors.get(active)?.size ?? 0),
    terms: new Set(passages.flatMap(({ terms }) => [...terms.keys()])).size,
    bytes: serialize(state).length,
    sources: Object.fromEntries(sources),
    generations: [...state.generations.values()],
    schemaVersion: 0,
  };
}
