// Cuts a library's file short beneath an open store: `node cut-short-child.ts PATH`; prints as JSON what the store said.
import { truncateSync, writeSync } from "node:fs";

import { SchoolbookError } from "../../src/core/errors.ts";
import { openSqliteStore } from "../../src/stores/sqlite/open-sqlite-store.ts";
import { changeOf, PARAGRAPHS } from "./workload.ts";

const path = process.argv[2] ?? "";
const FIRST_STEPS = 40;

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  return work().then(
    () => "done",
    (error: unknown) => (error instanceof SchoolbookError ? error.code : `not ours: ${String(error)}`),
  );
}

async function makeLibrary() {
  await using store = await openSqliteStore({ path, access: "write" });
  const generation = await store.createGeneration(PARAGRAPHS);
  await store.activateGeneration(generation.id);
  for (let n = 1; n <= FIRST_STEPS; n++) await store.commit(changeOf(1, n, generation));
  return generation;
}

const generation = await makeLibrary();
await using store = await openSqliteStore({ path, access: "write" });
// why: with something in its log SQLite does not look at how long the file is.
await store.commit(changeOf(1, FIRST_STEPS + 1, generation));
truncateSync(path, 8192);
const keys = Array.from({ length: 5000 }, (_, key) => key);
const report = {
  passages: await codeOf(async () => store.passages(keys, ["public"])),
  audit: await codeOf(async () => store.audit()),
};
writeSync(1, JSON.stringify(report));
