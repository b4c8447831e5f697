// What was deleted stands in no byte of the library's files any more.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { seededRandom } from "../../core/runtime.ts";
import type { Store } from "../../spec/store.ts";
import { buildUpsert } from "../../testing/index.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-forget-"));
  path = join(folder, "library.sqlite");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** How often the word stands in the library and its log. */
function traces(word: string): number {
  const files = ["", "-wal"].map((suffix) => `${path}${suffix}`).filter((file) => existsSync(file));
  return files.reduce((sum, file) => sum + readFileSync(file).toString("latin1").split(word).length - 1, 0);
}

async function openStore(): Promise<Store> {
  const store = await openSqliteStore({ path });
  const { id } = await store.createGeneration({ chunker: "c", analyzer: "a", embedder: null, dims: 0 });
  await store.activateGeneration(id);
  return store;
}

function page(id: string, word: string): ReturnType<typeof buildUpsert> {
  return buildUpsert(id, `${word} and the rest of the page, which others share.\n\n`.repeat(3) + id);
}

test("a deleted document's words stand nowhere in the files after forgetting", async () => {
  await using store = await openStore();
  const others = Array.from({ length: 40 }, (_, index) => page(`d${index}`, `word${index}`));
  await store.commit({ generation: 1, upserts: [...others, page("secret", "xylophagous")] });
  await store.commit({ generation: 1, upserts: [page("last", "word")] });
  expect(traces("xylophagous")).toBeGreaterThan(0);
  await store.commit({ generation: 1, deletes: ["secret"] });
  expect(traces("xylophagous")).toBeGreaterThan(0);
  await store.forget?.();
  expect(traces("xylophagous")).toBe(0);
  expect((await store.audit()).findings).toEqual([]);
  expect((await store.stats()).documents).toBe(41);
});

test("neither do words of documents that were large, edited and moved by merges before they were deleted", async () => {
  const random = seededRandom(7);
  await using store = await openStore();
  const filler = (): string => Array.from({ length: 900 }, () => `w${Math.floor(random() * 5000)}`).join(" ");
  for (let round = 0; round < 12; round++) {
    const upserts = Array.from({ length: 8 }, (_, index) => buildUpsert(`d${round}-${index}`, filler()));
    const secret = buildUpsert("secret", `${filler()} zyzzyva${round} ${filler()}`);
    await store.commit({ generation: 1, upserts: [...upserts, secret] });
  }
  await store.commit({ generation: 1, deletes: ["secret", "d0-1", "d5-2"] });
  await store.forget?.({ everything: true });
  expect(traces("zyzzyva")).toBe(0);
  expect((await store.audit()).findings).toEqual([]);
});

test("forgetting does not wait for a reader", async () => {
  await using store = await openStore();
  await store.commit({ generation: 1, upserts: [page("secret", "xylophagous"), page("other", "word")] });
  await using reader = await openSqliteStore({ path, access: "read" });
  expect(await reader.stats()).toMatchObject({ documents: 2 });
  await store.commit({ generation: 1, deletes: ["secret"] });
  await store.forget?.();
  expect(traces("xylophagous")).toBe(0);
  expect(await reader.stats()).toMatchObject({ documents: 1 });
});
