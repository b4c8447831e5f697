// What the cases of the store suite share: a library to work in, a way to ask it, and checks that say what went wrong.
import assert from "node:assert/strict";

import { SchoolbookError } from "../../core/errors.ts";
import type { Principals } from "../../spec/access.ts";
import type { Filter } from "../../spec/filter.ts";
import type {
  DocumentUpsert,
  GenerationId,
  GenerationSpec,
  Hit,
  LexicalRanking,
  LibraryChange,
  Store,
} from "../../spec/store.ts";
import { type BuildOptions, buildUpsert, countWords } from "../builders.ts";
import { fakeVector } from "../fake-embedder.ts";

export type CreateStore = () => Promise<Store>;

/** One promise of the contract, and how to hold a store to it; rejects with what it saw instead. */
export type StoreCase = {
  readonly name: string;
  readonly check: (create: CreateStore) => Promise<void>;
};

export const DIMS = 24;
export const RANKING: LexicalRanking = { k1: 1.2, b: 0.75, documentWeight: 0.4 };

export type Question = {
  readonly principals?: Principals;
  readonly where?: Filter;
  readonly limit?: number;
  readonly generation?: GenerationId;
  readonly ranking?: LexicalRanking;
  readonly terms?: ReadonlyMap<string, number>;
  readonly vector?: Float32Array;
};

export type Found = { readonly id: string; readonly key: number; readonly score: number };
export type Answer = { readonly lexical: readonly Found[]; readonly dense: readonly Found[]; readonly visible: number };

/** A store with one active generation, and short ways to say what is done with it. */
export type Library = AsyncDisposable & {
  readonly store: Store;
  readonly generation: GenerationId;
  /** Builds a document from its text and commits it. */
  put(id: string, text: string, options?: BuildOptions): Promise<void>;
  commit(change: Omit<LibraryChange, "generation">): Promise<number>;
  /** Asks both legs for these words; hits are named `document#ordinal`. */
  ask(words: string, question?: Question): Promise<Answer>;
};

export async function openLibrary(create: CreateStore, dims: number = DIMS): Promise<Library> {
  const store = await create();
  const { id } = await store.createGeneration(generationSpec("chunks@1", dims));
  await store.activateGeneration(id);
  return libraryOver(store, { generation: id, dims });
}

export function generationSpec(chunker: string, dims: number = DIMS): GenerationSpec {
  return { chunker, analyzer: "words@1", embedder: dims > 0 ? "fake@1" : null, dims };
}

export function libraryOver(
  store: Store,
  { generation, dims = DIMS }: { readonly generation: GenerationId; readonly dims?: number },
): Library {
  const commit = async (change: Omit<LibraryChange, "generation">): Promise<number> =>
    (await store.commit({ generation, ...change })).sequence;
  return {
    store,
    generation,
    commit,
    put: async (id, text, options) => {
      await commit({ upserts: [buildUpsert(id, text, { dims, ...options })] });
    },
    ask: async (words, question = {}) => ask(store, words, { dims, ...question }),
    [Symbol.asyncDispose]: async () => store[Symbol.asyncDispose](),
  };
}

async function ask(store: Store, words: string, asked: Question & { readonly dims: number }): Promise<Answer> {
  const { principals = ["public"], where, generation, dims } = asked;
  const vector = asked.vector ?? (dims > 0 ? fakeVector(words, { dims }) : undefined);
  const hits = await store.search({
    principals,
    terms: asked.terms ?? new Map([...countWords(words).keys()].map((term) => [term, 1])),
    limit: asked.limit ?? 50,
    ranking: asked.ranking ?? RANKING,
    ...(vector === undefined ? {} : { vector }),
    ...(where === undefined ? {} : { where }),
    ...(generation === undefined ? {} : { generation }),
  });
  const { visible } = hits;
  const lexical = await name(store, hits.lexical, principals);
  return { lexical, dense: await name(store, hits.dense, principals), visible };
}

/** Every hit has to be readable by whoever asked, so a leak shows here as well. */
async function name(store: Store, hits: readonly Hit[], principals: Principals): Promise<Found[]> {
  const keys = hits.map(({ key }) => key);
  const passages = await store.passages(keys, principals);
  assert.deepEqual(
    passages.map(({ key }) => key),
    keys,
    "passages() gives what search() found, in the order asked for",
  );
  return hits.map(({ key, score }, index) => {
    const passage = passages[index];
    return { id: `${passage?.documentId}#${passage?.ordinal}`, key, score };
  });
}

export function ids(found: readonly Found[]): string[] {
  return found.map(({ id }) => id);
}

/** The documents that were found, each once, in alphabetical order. */
export function documentsOf(found: readonly Found[]): string[] {
  return [...new Set(found.map(({ id }) => id.slice(0, id.lastIndexOf("#"))))].toSorted();
}

/** Both legs see exactly these documents. */
export async function assertSeen(library: Library, expected: readonly string[], question?: Question): Promise<void> {
  const { lexical, dense } = await library.ask("shared", question);
  assert.deepEqual(documentsOf(lexical), [...expected].toSorted(), "documents of the lexical leg");
  assert.deepEqual(documentsOf(dense), [...expected].toSorted(), "documents of the dense leg");
}

export async function assertCleanAudit(store: Store): Promise<void> {
  assert.deepEqual((await store.audit()).findings, [], "findings of the audit");
}

/** Rejects with an error of ours that is not a defect; `code` where the contract names it. */
export async function assertRefuses(action: () => Promise<unknown>, code?: string): Promise<void> {
  await assert.rejects(action, (error) => {
    assert.ok(error instanceof SchoolbookError, `expected a SchoolbookError, got ${String(error)}`);
    assert.notEqual(error.code, "internal", error.message);
    if (code !== undefined) assert.equal(error.code, code, error.message);
    return true;
  });
}

export function assertNear(actual: number | undefined, expected: number, what: string): void {
  const off = Math.abs((actual ?? Number.NaN) - expected);
  assert.ok(off <= 1e-5 * Math.max(1, Math.abs(expected)), `${what}: expected ${expected}, got ${actual}`);
}

export function withoutVectors({ document, passages }: DocumentUpsert): DocumentUpsert {
  return { document, passages: passages.map(({ vector: _vector, ...passage }) => passage) };
}
