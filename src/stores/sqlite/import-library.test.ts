import { mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { afterEach, beforeEach, expect, test } from "vitest";

import { systemRuntime } from "../../core/runtime.ts";
import type { Store } from "../../spec/store.ts";
import { buildUpsert } from "../../testing/index.ts";
import { importSqliteLibrary } from "./import-library.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "schoolbook-import-"));
});

afterEach(async () => rm(folder, { recursive: true, force: true }));

function place(name: string): string {
  return join(folder, name);
}

async function openWith(name: string, ids: readonly string[]): Promise<Store> {
  const store = await openSqliteStore({ path: place(name) });
  const { id } = await store.createGeneration({ chunker: "c@1", analyzer: "a@1", embedder: null, dims: 0 });
  await store.activateGeneration(id);
  await store.commit({ generation: id, upserts: ids.map((document) => buildUpsert(document, `shared ${document}`)) });
  return store;
}

async function found(store: Store): Promise<string[]> {
  const ranking = { k1: 1.2, b: 0.75, documentWeight: 0 };
  const { lexical } = await store.search({
    principals: ["public"],
    terms: new Map([["shared", 1]]),
    limit: 9,
    ranking,
  });
  const passages = await store.passages(
    lexical.map(({ key }) => key),
    ["public"],
  );
  return passages.map(({ documentId }) => documentId);
}

async function exportOf(ids: readonly string[]): Promise<string> {
  await using store = await openWith("origin.sqlite", ids);
  await store.exportTo(place("archive.sqlite"));
  return place("archive.sqlite");
}

test("an archive becomes a library where there was none", async () => {
  const archive = await exportOf(["a", "b"]);
  await importSqliteLibrary(archive, place("new/library.sqlite"));
  await using store = await openSqliteStore({ path: place("new/library.sqlite") });
  expect(await found(store)).toEqual(["a", "b"]);
  expect((await readdir(place("new"))).filter((name) => name.includes("partial"))).toEqual([]);
});

test("a library that others have open takes over the archive's content, and they see it at their next read", async () => {
  const archive = await exportOf(["a", "b"]);
  await using store = await openWith("library.sqlite", ["x", "y", "z"]);
  expect(await found(store)).toEqual(["x", "y", "z"]);
  await importSqliteLibrary(archive, place("library.sqlite"));
  expect(await found(store)).toEqual(["a", "b"]);
  expect((await store.audit()).findings).toEqual([]);
  await store.commit({ generation: 1, upserts: [buildUpsert("c", "shared c")] });
  expect(await found(store)).toEqual(["a", "b", "c"]);
});

test("an archive with a trigger or a view is refused", async () => {
  const archive = await exportOf(["a"]);
  const database = new DatabaseSync(archive);
  database.exec("create trigger open_all after insert on documents begin update documents set acl = 1; end");
  database.close();
  await expect(importSqliteLibrary(archive, place("library.sqlite"))).rejects.toMatchObject({
    code: "input_invalid",
    message: expect.stringContaining('the trigger "open_all"'),
  });
  expect(await readdir(folder)).not.toContain("library.sqlite");
});

test.skipIf(process.platform === "win32")("exports and imports are their owner's only", async () => {
  const archive = await exportOf(["a"]);
  await importSqliteLibrary(archive, place("library.sqlite"));
  for (const file of [archive, place("library.sqlite")]) expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("what a killed import left behind long ago is removed, a draft in the making is not", async () => {
  const archive = await exportOf(["a"]);
  const old = "library.sqlite.00000000-0000-4000-8000-000000000000.partial";
  const young = "library.sqlite.11111111-1111-4111-8111-111111111111.partial";
  for (const name of [old, `${old}-wal`, young]) await writeFile(place(name), "");
  for (const name of [old, `${old}-wal`]) await utimes(place(name), 1, 1);
  await importSqliteLibrary(archive, place("library.sqlite"));
  expect((await readdir(folder)).filter((name) => name.includes("partial"))).toEqual([young]);
});

test("a damaged archive, or a file that is none, changes nothing", async () => {
  const archive = await exportOf(["a"]);
  const database = new DatabaseSync(archive);
  database.exec("update term_blocks set body = x'00'");
  database.close();
  await writeFile(place("notes.txt"), "notes\n".repeat(900));
  await using store = await openWith("library.sqlite", ["x"]);
  for (const [file, code] of [
    ["archive.sqlite", "library_damaged"],
    ["notes.txt", "library_damaged"],
    ["none", "input_invalid"],
  ] as const) {
    await expect(importSqliteLibrary(place(file), place("library.sqlite"))).rejects.toMatchObject({ code });
  }
  expect(await found(store)).toEqual(["x"]);
});

test("an import waits for a writer, and says so when that takes too long", async () => {
  const archive = await exportOf(["a"]);
  await using store = await openWith("library.sqlite", ["x"]);
  const writer = new DatabaseSync(place("library.sqlite"));
  writer.exec("begin immediate");
  const runtime = systemRuntime();
  const refused = importSqliteLibrary(archive, place("library.sqlite"), { runtime, waitMs: 50 });
  await expect(refused).rejects.toMatchObject({ code: "library_busy" });
  expect(await found(store)).toEqual(["x"]);
  const waiting = importSqliteLibrary(archive, place("library.sqlite"));
  await runtime.sleep(100);
  writer.exec("commit");
  writer.close();
  await waiting;
  expect(await found(store)).toEqual(["a"]);
});
