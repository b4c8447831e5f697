import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, expect, test } from "vitest";

import type { StoreQuery } from "../../../spec/store.ts";
import { openSqliteStore } from "../open-sqlite-store.ts";
import { createSearchClient } from "./search-client.ts";

const QUERY: StoreQuery = {
  principals: ["public"],
  terms: new Map([["fig", 1]]),
  limit: 3,
  ranking: { k1: 1.2, b: 0.75, documentWeight: 0 },
};
const folders: string[] = [];

async function freshPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "schoolbook-search-"));
  folders.push(folder);
  return join(folder, "library.sqlite");
}

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

test("searches that the thread can no longer answer are rejected, and so are those after closing", async () => {
  const client = createSearchClient(await freshPath());
  const waiting = client.search(QUERY);
  const rejected = expect(waiting).rejects.toThrow("ended before it answered");
  await client[Symbol.asyncDispose]();
  await rejected;
  await expect(client.search(QUERY)).rejects.toThrow("has been closed");
});

test("an error in the thread arrives as the error that it was, and the thread goes on", async () => {
  const path = await freshPath();
  await using client = createSearchClient(path);
  await expect(client.search(QUERY)).rejects.toMatchObject({ code: "library_missing", details: { path } });
  await using store = await openSqliteStore({ path });
  const { id } = await store.createGeneration({ chunker: "c@1", analyzer: "a@1", embedder: null, dims: 0 });
  await store.activateGeneration(id);
  await expect(client.search(QUERY)).resolves.toMatchObject({ generation: id, lexical: [], visible: 0 });
});

test("several libraries can be open in one process", async () => {
  await using first = await openSqliteStore({ path: await freshPath() });
  await using second = await openSqliteStore({ path: await freshPath() });
  for (const store of [first, second]) {
    const { id } = await store.createGeneration({ chunker: "c@1", analyzer: "a@1", embedder: null, dims: 0 });
    await store.activateGeneration(id);
  }
  const answers = await Promise.all([first.search(QUERY), second.search(QUERY)]);
  expect(answers.map(({ exact }) => exact)).toEqual([true, true]);
});
