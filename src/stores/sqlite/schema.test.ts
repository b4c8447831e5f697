import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { afterEach, expect, test } from "vitest";

import { buildUpsert, fakeVector } from "../../testing/index.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

const DIMS = 24;
const QUERY = {
  principals: ["public"],
  terms: new Map([["fig", 1]]),
  limit: 3,
  ranking: { k1: 1.2, b: 0.75, documentWeight: 0 },
};
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

test("vectors of the first format are never searched as if they were of this one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "schoolbook-schema-"));
  folders.push(folder);
  const path = join(folder, "library.sqlite");
  {
    await using store = await openSqliteStore({ path });
    const { id } = await store.createGeneration({ chunker: "c@1", analyzer: "a@1", embedder: "fake@1", dims: DIMS });
    await store.activateGeneration(id);
    await store.commit({ generation: id, upserts: [buildUpsert("a", "fig plum", { dims: DIMS })] });
  }
  const raw = new DatabaseSync(path);
  raw.exec("pragma user_version=1");
  raw.close();
  await using store = await openSqliteStore({ path, access: "read" });
  const vector = fakeVector("fig", { dims: DIMS });
  await expect(store.search({ ...QUERY, vector })).rejects.toMatchObject({ code: "library_damaged" });
  await expect(store.search(QUERY)).resolves.toMatchObject({ lexical: [{ key: expect.any(Number) }] });
  const { findings } = await store.audit();
  expect(findings).toMatchObject([{ kind: "vectors", documentId: "a" }]);
});
