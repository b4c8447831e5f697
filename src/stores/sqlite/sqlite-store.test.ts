// Holds the SQLite store to the contract of every store, and to that of stores on disk.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, test } from "vitest";

import type { StoreHome } from "../../testing/index.ts";
import { DURABLE_STORE_SUITE, STORE_SUITE } from "../../testing/index.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

const folders: string[] = [];

async function createHome(): Promise<StoreHome> {
  const folder = await mkdtemp(join(tmpdir(), "sqlite-store-"));
  folders.push(folder);
  const path = (name: string) => join(folder, name);
  return {
    open: async (access = "write") => openSqliteStore({ path: path("library.sqlite"), access }),
    openFile: async (file) => openSqliteStore({ path: file }),
    path,
  };
}

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

test.each(STORE_SUITE.map((one) => [one.name, one] as const))("%s", async (_name, { check }) => {
  await check(async () => (await createHome()).open());
});

test.each(DURABLE_STORE_SUITE.map((one) => [one.name, one] as const))("%s", async (_name, { check }) => {
  await check(createHome);
});
