import { expect, test } from "vitest";

import type { AuditReport, Store } from "../../spec/store.ts";
import { buildDocument, buildPassages, createMemoryStore } from "../../testing/index.ts";
import type { Indexer } from "../sync/indexer.ts";
import { verifyLibrary } from "./verify-library.ts";

const indexer: Indexer = {
  chunker: "paragraphs@1",
  analyzer: "words@1",
  index: ({ text }) => buildPassages(text),
  embedText: (passage, text) => text.slice(passage.start, passage.end),
};

async function createLibrary(): Promise<Store> {
  const store = createMemoryStore();
  const { id } = await store.createGeneration({
    chunker: "paragraphs@1",
    analyzer: "words@1",
    embedder: null,
    dims: 0,
  });
  await store.activateGeneration(id);
  const document = buildDocument("a", "kestrel\n\nfalcon");
  await store.commit({ generation: id, upserts: [{ document, passages: indexer.index(document) }] });
  return store;
}

/** A store whose first audit finds damage that its repair marks for indexing again. */
function damaged(store: Store): Store & { readonly repairs: () => readonly AuditReport[] } {
  const repairs: AuditReport[] = [];
  let pending = false;
  return {
    ...store,
    repairs: () => repairs,
    audit: async () => {
      const clean = await store.audit();
      if (repairs.length > 0 && !pending) return clean;
      return { ...clean, findings: [{ kind: "postings", message: "a is not found by its terms", documentId: "a" }] };
    },
    repair: async (report) => {
      repairs.push(report);
      pending = true;
    },
    pendingDocuments: async () => (pending ? [buildDocument("a", "kestrel\n\nfalcon")] : []),
    commit: async (change) => {
      pending = false;
      return store.commit(change);
    },
  };
}

test("a clean library is clean, and a repair has nothing to do", async () => {
  const store = await createLibrary();
  expect(await verifyLibrary({ store, indexer, repair: false })).toMatchObject({
    clean: true,
    found: { findings: [] },
  });
  expect((await verifyLibrary({ store, indexer, repair: true })).afterRepair).toBeUndefined();
});

test("damage is reported and left alone unless a repair is asked for", async () => {
  const store = damaged(await createLibrary());
  expect(await verifyLibrary({ store, indexer, repair: false })).toMatchObject({
    clean: false,
    found: { findings: [{ documentId: "a" }] },
  });
  expect(store.repairs()).toEqual([]);
});

test("a repair indexes damaged documents again and audits the result", async () => {
  const store = damaged(await createLibrary());
  const report = await verifyLibrary({ store, indexer, repair: true });
  expect(store.repairs()).toHaveLength(1);
  expect(report).toMatchObject({
    clean: true,
    found: { findings: [{ kind: "postings" }] },
    afterRepair: { findings: [] },
  });
});

test("a repair with other settings than the library's says what to do instead", async () => {
  const store = damaged(await createLibrary());
  const other: Indexer = { ...indexer, chunker: "sentences@1" };
  await expect(verifyLibrary({ store, indexer: other, repair: true })).rejects.toMatchObject({
    code: "library_mismatch",
  });
});
