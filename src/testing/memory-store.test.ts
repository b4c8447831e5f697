// The in-memory store is the reference that others are compared with, so it keeps the contract first.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { buildUpsert } from "./builders.ts";
import { createMemoryStore, openMemoryExport } from "./memory-store.ts";
import { STORE_SUITE } from "./store-suite.ts";

test.each(STORE_SUITE.map((one) => [one.name, one] as const))("%s", async (_name, { check }) => {
  await check(async () => createMemoryStore());
});

test("an export opens as an equal store", async () => {
  const folder = await mkdtemp(join(tmpdir(), "memory-store-"));
  try {
    const store = createMemoryStore();
    const { id } = await store.createGeneration({ chunker: "c", analyzer: "a", embedder: null, dims: 0 });
    await store.commit({ generation: id, upserts: [buildUpsert("a", "words")] });
    await store.exportTo(join(folder, "copy"));
    const copy = await openMemoryExport(join(folder, "copy"));
    expect(await copy.document("a", ["public"])).toEqual(await store.document("a", ["public"]));
    expect(await copy.generations()).toEqual(await store.generations());
  } finally {
    await rm(folder, { recursive: true });
  }
});
