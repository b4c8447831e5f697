// After each step: what every reader gets on every path, against a reference store that holds only what they may see.
import { expect } from "vitest";

import type { Document } from "../../src/spec/document.ts";
import type { Filter } from "../../src/spec/filter.ts";
import type { Hit, Store, StoreQuery } from "../../src/spec/store.ts";
import { countWords, createMemoryStore, fakeVector } from "../../src/testing/index.ts";
import { IDS, PRINCIPALS } from "./actions.ts";
import { checkAnswers } from "./check-answers.ts";
import { DIMS, passagesFor, type World } from "./world.ts";

/** Who asks, and with which filter. */
const READERS: readonly (readonly string[])[] = [
  [],
  ["public"],
  ["user:ann"],
  ["public", "user:bob", "group:cooks"],
  ["group:waiters", "user:nobody"],
  [...PRINCIPALS],
];

const FILTERS: readonly { readonly where: Filter; readonly passes: (document: Document) => boolean }[] = [
  {
    where: { kind: "equals", field: "state", value: "open" },
    passes: ({ metadata }) => metadata["state"] === "open",
  },
  {
    where: { kind: "not", filter: { kind: "range", field: "year", min: 2 } },
    passes: ({ metadata }) => !(Number(metadata["year"]) >= 2),
  },
];

const QUESTIONS = ["apple fig", "kiwi soup lime pear"];
const RANKING = { k1: 1.2, b: 0.75, documentWeight: 0.4 };

/** With the first passage key of each document that anybody may read. */
type Placed = World & { readonly places: ReadonlyMap<string, number> };

export async function checkReaders(life: World): Promise<void> {
  const world = { ...life, places: await placesOf(life.subject) };
  for (const principals of READERS) {
    const allowed = [...world.documents.values()].filter(({ acl }) => acl.some((one) => principals.includes(one)));
    await checkDirectReads(world, principals, allowed);
    await checkSearch(world, { principals }, allowed);
    await checkAnswers({ subject: world.subject, only: await storeOf(world, allowed), principals, allowed });
    for (const { where, passes } of FILTERS) await checkSearch(world, { principals, where }, allowed.filter(passes));
    await checkOtherGenerations(world, principals);
  }
}

/** document() and passages(): exactly what may be read, with keys of any age. */
async function checkDirectReads(
  world: World,
  principals: readonly string[],
  allowed: readonly Document[],
): Promise<void> {
  for (const id of IDS) {
    const expected = allowed.find((document) => document.id === id);
    expect(await world.subject.document(id, principals), `${id} read by ${String(principals)}`).toEqual(expected);
  }
  const readable = new Set(allowed.map(({ id }) => id));
  for (const { documentId } of await world.subject.passages([...world.keys], principals)) {
    expect(readable.has(documentId), `a passage of ${documentId} leaked to ${String(principals)}`).toBe(true);
  }
}

type Asked = Pick<StoreQuery, "principals" | "where" | "generation">;

async function checkSearch(world: Placed, asked: Asked, visible: readonly Document[]): Promise<void> {
  const only = await storeOf(world, visible);
  for (const words of QUESTIONS) {
    for (const limit of [3, 1000]) {
      const query = { ...question(words), ...asked, limit };
      const { where: _where, generation: _generation, ...plain } = query;
      await compare({ world, query, reference: only, referenceQuery: plain });
    }
  }
}

/** A reference store that knows nothing but these documents, in the order that the store under test has them in, so that ties fall alike. */
async function storeOf({ active, places }: Placed, visible: readonly Document[]): Promise<Store> {
  const documents = visible.toSorted((left, right) => (places.get(left.id) ?? 0) - (places.get(right.id) ?? 0));
  const store = createMemoryStore();
  const generation = await store.createGeneration(active);
  await store.activateGeneration(generation.id);
  const upserts = documents.map((document) => ({ document, passages: passagesFor(active, document.text) }));
  await store.commit({ generation: generation.id, upserts });
  return store;
}

async function placesOf(store: Store): Promise<ReadonlyMap<string, number>> {
  const { dense } = await store.search({ ...question("any"), principals: PRINCIPALS, limit: 1000 });
  const keys = dense.map(({ key }) => key).toSorted((left, right) => right - left);
  const passages = await store.passages(keys, PRINCIPALS);
  return new Map(passages.map(({ documentId, key }) => [documentId, key]));
}

/** Building and retired generations give what the reference store gives for them. */
async function checkOtherGenerations(world: World, principals: readonly string[]): Promise<void> {
  const generations = await world.reference.generations();
  expect(await statesOf(world.subject)).toEqual(await statesOf(world.reference));
  for (const { id } of generations.filter((generation) => generation.id !== world.active.id)) {
    const query = { ...question("apple fig"), principals, generation: id, limit: 1000 };
    await compare({ world, query, reference: world.reference, referenceQuery: query });
  }
}

async function statesOf(store: Store): Promise<readonly (readonly [number, string])[]> {
  return (await store.generations()).map(({ id, state }) => [id, state] as const).toSorted(([a], [b]) => a - b);
}

function question(words: string): Pick<StoreQuery, "terms" | "vector" | "ranking"> {
  const terms = new Map([...countWords(words).keys()].map((word) => [word, 1] as const));
  return { terms, vector: fakeVector(words, { dims: DIMS }), ranking: RANKING };
}

type Comparison = {
  readonly world: World;
  readonly query: StoreQuery;
  readonly reference: Store;
  readonly referenceQuery: StoreQuery;
};

async function compare({ world, query, reference, referenceQuery }: Comparison): Promise<void> {
  const hits = await world.subject.search(query);
  const all = await reference.search({ ...referenceQuery, limit: 1_000_000 });
  expect(hits.visible).toBe(all.visible);
  expect(hits.exact).toBe(true);
  for (const leg of ["lexical", "dense"] as const) {
    const actual = await named(world.subject, hits[leg], query);
    const expected = await named(reference, all[leg], referenceQuery);
    assertSameRanking(actual, { expected, limit: query.limit });
    for (const { key } of hits[leg]) world.keys.add(key);
  }
}

type Named = { readonly id: string; readonly score: number };

/** A hit that its reader may not read would be missing here. */
async function named(store: Store, hits: readonly Hit[], { principals }: StoreQuery): Promise<Named[]> {
  const passages = await store.passages(
    hits.map(({ key }) => key),
    principals,
  );
  expect(passages.map(({ key }) => key)).toEqual(hits.map(({ key }) => key));
  return passages.map(({ documentId, ordinal }, index) => ({
    id: `${documentId}#${ordinal}`,
    score: hits[index]?.score ?? Number.NaN,
  }));
}

/** Equal up to the order of equal scores: each rank has the right score, and each hit has its own right score. */
function assertSameRanking(
  actual: readonly Named[],
  { expected, limit }: { readonly expected: readonly Named[]; readonly limit: number },
): void {
  const scores = new Map(expected.map(({ id, score }) => [id, score]));
  expect(actual).toHaveLength(Math.min(limit, expected.length));
  expect(new Set(actual.map(({ id }) => id)).size).toBe(actual.length);
  for (const [rank, { id, score }] of actual.entries()) {
    expect(Math.abs(score - (expected[rank]?.score ?? Number.NaN)), `score at rank ${rank}`).toBeLessThan(1e-5);
    expect(Math.abs(score - (scores.get(id) ?? Number.NaN)), `score of ${id}`).toBeLessThan(1e-5);
  }
}
