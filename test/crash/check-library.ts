// Holds a library that lived through a kill against what must be in it: documents, access lists, rankings, and the audit.
import assert from "node:assert/strict";

import type { Document } from "../../src/spec/document.ts";
import type { Generation, Store, StoreQuery } from "../../src/spec/store.ts";
import { createMemoryStore, fakeVector } from "../../src/testing/index.ts";
import { DIMS, type Model, passagesFor } from "./workload.ts";

const READERS = [["public"], ["user:ann"], ["user:bob", "public"], []];
const QUESTIONS = ["apple", "salt rice", "pear kiwi corn"];
const EVERYONE = ["public", "user:ann", "group:cooks", "user:bob"];

/** Throws with what differs; a store that passes holds exactly the model's documents and finds them as the reference store does. */
export async function checkLibrary(store: Store, model: Model): Promise<void> {
  assert.deepEqual((await store.audit()).findings, [], "findings of the audit");
  await checkDocuments(store, model);
  await checkSearch(store, model);
}

async function checkDocuments(store: Store, model: Model): Promise<void> {
  const manifest = await store.manifest();
  assert.deepEqual([...manifest.keys()].toSorted(), [...model.keys()].toSorted(), "documents");
  for (const document of model.values()) {
    assert.deepEqual(manifest.get(document.id)?.acl, document.acl, `access list of ${document.id}`);
    if (document.acl.length === 0) continue;
    assert.deepEqual(await store.document(document.id, EVERYONE), document, `content of ${document.id}`);
  }
}

async function checkSearch(store: Store, model: Model): Promise<void> {
  const active = (await store.generations()).filter(({ state }) => state === "active");
  assert.equal(active.length, 1, "one generation is active");
  const [generation] = active;
  if (generation === undefined) return;
  const reference = await referenceOf([...model.values()], generation);
  for (const principals of READERS) {
    for (const words of QUESTIONS) {
      const query = { ...question(words), principals };
      assert.deepEqual(await ranking(store, query), await ranking(reference, query), `answer to "${words}"`);
    }
  }
}

async function referenceOf(documents: readonly Document[], generation: Generation): Promise<Store> {
  const store = createMemoryStore();
  const { id } = await store.createGeneration(generation);
  await store.activateGeneration(id);
  const upserts = documents.map((document) => ({ document, passages: passagesFor(generation, document) }));
  await store.commit({ generation: id, upserts });
  return store;
}

function question(words: string): Omit<StoreQuery, "principals"> {
  return {
    terms: new Map(words.split(" ").map((word) => [word, 1])),
    vector: fakeVector(words, { dims: DIMS }),
    limit: 10_000,
    ranking: { k1: 1.2, b: 0.75, documentWeight: 0.4 },
  };
}

/** Every passage found with its rounded score, in an order that does not depend on keys. */
async function ranking(store: Store, query: StoreQuery): Promise<Readonly<Record<string, readonly string[]>>> {
  const { lexical, dense } = await store.search(query);
  const named = async (hits: typeof lexical): Promise<string[]> => {
    const passages = await store.passages(
      hits.map(({ key }) => key),
      query.principals,
    );
    return passages
      .map(({ documentId, ordinal }, index) => `${documentId}#${ordinal} ${(hits[index]?.score ?? 0).toFixed(3)}`)
      .toSorted();
  };
  return { lexical: await named(lexical), dense: await named(dense) };
}
