// A copy that SQLite restores into the file of an open library: nothing that was remembered of the other content holds.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";

import { afterEach, beforeEach, expect, test } from "vitest";

import type { Acl } from "../../spec/access.ts";
import type { Store } from "../../spec/store.ts";
import { buildUpsert } from "../../testing/index.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-restored-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function put(store: Store, id: string, acl: Acl): Promise<void> {
  await store.commit({ generation: 1, upserts: [buildUpsert(id, "kestrel", { acl })] });
}

async function readable(store: Store, principals: readonly string[]): Promise<readonly string[]> {
  const ranking = { k1: 1.2, b: 0.75, documentWeight: 0 };
  const { lexical } = await store.search({ principals, terms: new Map([["kestrel", 1]]), limit: 10, ranking });
  const found = await store.passages(
    lexical.map(({ key }) => key),
    principals,
  );
  const ids = ["a", "b"];
  const documents = await Promise.all(ids.map(async (id) => store.document(id, principals)));
  expect(documents.flatMap((one) => one?.id ?? [])).toEqual(found.map(({ documentId }) => documentId));
  return found.map(({ documentId }) => documentId);
}

test("an open reader goes by the access lists of the content that was restored", async () => {
  const path = join(folder, "library.sqlite");
  const copy = join(folder, "copy.sqlite");
  {
    await using writer = await openSqliteStore({ path });
    const { id } = await writer.createGeneration({ chunker: "c", analyzer: "a", embedder: null, dims: 0 });
    await writer.activateGeneration(id);
    await put(writer, "a", ["public"]);
    await writer.exportTo(copy);
    await put(writer, "b", ["group:staff"]);
  }
  await using reader = await openSqliteStore({ path, access: "read" });
  expect(await readable(reader, ["group:staff"])).toEqual(["b"]);
  {
    // why: the same numbers of documents, lists and revisions come to mean something else in the copy's own history.
    await using elsewhere = await openSqliteStore({ path: copy });
    await put(elsewhere, "b", ["group:board"]);
  }
  const source = new DatabaseSync(copy, { readOnly: true });
  await backup(source, path);
  source.close();
  expect(await readable(reader, ["group:staff"])).toEqual([]);
  expect(await readable(reader, ["group:board"])).toEqual(["b"]);
});
