import { expect, test } from "vitest";

import type { Store } from "../../spec/store.ts";
import { buildDocument, buildPassages, createFakeEmbedder, createMemoryStore } from "../../testing/index.ts";
import type { Indexer } from "../sync/indexer.ts";
import { rebuildLibrary, rollbackLibrary } from "./rebuild-library.ts";

function createIndexer(chunker: string): Indexer {
  return {
    chunker,
    analyzer: "words@1",
    index: ({ text }) => buildPassages(chunker === "whole@1" ? text.replaceAll("\n\n", " ") : text),
    embedText: (passage, text) => text.slice(passage.start, passage.end),
  };
}

const paragraphs = createIndexer("paragraphs@1");
const whole = createIndexer("whole@1");

async function createLibrary(): Promise<{
  readonly store: Store;
  readonly put: (id: string, text: string) => Promise<void>;
}> {
  const store = createMemoryStore();
  const first = await store.createGeneration({ chunker: "paragraphs@1", analyzer: "words@1", embedder: null, dims: 0 });
  await store.activateGeneration(first.id);
  const put = async (id: string, text: string): Promise<void> => {
    const active = (await store.generations()).find(({ state }) => state === "active");
    await store.commit({
      generation: active?.id ?? 0,
      upserts: [{ document: buildDocument(id, text), passages: paragraphs.index(buildDocument(id, text)) }],
    });
  };
  await put("a", "kestrel\n\nfalcon");
  await put("b", "osprey\n\nheron");
  return { store, put };
}

async function passagesVisible(store: Store): Promise<number> {
  const ranking = { k1: 1.2, b: 0.75, documentWeight: 0 };
  return (await store.search({ principals: ["public"], terms: new Map(), limit: 10, ranking })).visible;
}

async function passagesFound(store: Store, word: string): Promise<number> {
  const ranking = { k1: 1.2, b: 0.75, documentWeight: 0 };
  const { lexical } = await store.search({ principals: ["public"], terms: new Map([[word, 1]]), limit: 10, ranking });
  return lexical.length;
}

test("a rebuild switches to passages made by the new settings and keeps the old ones for a rollback", async () => {
  const { store } = await createLibrary();
  const report = await rebuildLibrary({ store, indexer: whole });
  expect(report).toMatchObject({ activated: true, documents: 2, previous: { chunker: "paragraphs@1" } });
  expect((await store.generations()).map(({ chunker, state }) => [chunker, state])).toEqual([
    ["paragraphs@1", "retired"],
    ["whole@1", "active"],
  ]);
  expect(await passagesVisible(store)).toBe(2);
  await rollbackLibrary({ store, indexer: paragraphs });
  expect(await passagesVisible(store)).toBe(4);
});

test("searches are answered from the old generation until the new one is complete and approved", async () => {
  const { store } = await createLibrary();
  const seen: number[] = [];
  const report = await rebuildLibrary({
    store,
    indexer: whole,
    onProgress: () => void passagesFound(store, "heron").then((count) => seen.push(count)),
    approve: async (built) => {
      expect(await store.pendingDocuments(built.id, 1)).toEqual([]);
      expect(await passagesFound(store, "heron")).toBe(1);
      return false;
    },
  });
  expect(seen.every((count) => count === 1)).toBe(true);
  expect(report.activated).toBe(false);
  expect((await store.generations()).find(({ state }) => state === "active")?.chunker).toBe("paragraphs@1");
});

test("an interrupted rebuild goes on where it stopped", async () => {
  const { store } = await createLibrary();
  const stop = new AbortController();
  const embedder = createFakeEmbedder({ dims: 8 });
  const breaking = { ...embedder, embed: async () => Promise.reject(new Error("unplugged")) };
  await expect(rebuildLibrary({ store, indexer: whole, embedder: breaking, signal: stop.signal })).rejects.toThrow(
    "unplugged",
  );
  const before = await store.generations();
  expect(await passagesFound(store, "kestrel")).toBe(1);
  await rebuildLibrary({ store, indexer: whole, embedder });
  expect((await store.generations()).length).toBe(before.length);
  expect(embedder.embedded()).toBe(2);
});

test("a rollback first catches up with what has changed since", async () => {
  const { store, put } = await createLibrary();
  await rebuildLibrary({ store, indexer: paragraphs });
  await put("a", "swift\n\nfalcon");
  const report = await rollbackLibrary({ store, indexer: paragraphs });
  expect(report.documents).toBe(1);
  expect(await passagesFound(store, "kestrel")).toBe(0);
  expect(await passagesFound(store, "swift")).toBe(1);
});

test("a rollback to passages that today's settings cannot make is refused when documents have changed", async () => {
  const { store, put } = await createLibrary();
  await rebuildLibrary({ store, indexer: whole });
  await put("a", "swift");
  await expect(rollbackLibrary({ store, indexer: whole })).rejects.toMatchObject({ code: "library_mismatch" });
  expect(await passagesFound(store, "swift")).toBe(1);
});

test("without an earlier generation a rollback says so", async () => {
  const { store } = await createLibrary();
  await expect(rollbackLibrary({ store, indexer: paragraphs })).rejects.toMatchObject({ code: "not_found" });
});
