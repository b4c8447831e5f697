// Looks at a library in a folder that cannot be written to: `node read-only-child.ts PATH`; prints as JSON what the store said.
import { writeSync } from "node:fs";
import { dirname, join } from "node:path";

import { SchoolbookError } from "../../src/core/errors.ts";
import type { Store } from "../../src/spec/store.ts";
import { openSqliteStore } from "../../src/stores/sqlite/open-sqlite-store.ts";

export type ReadOnlyReport = {
  /** Opening for writing and committing, opening for reading and searching, and making a new library there. */
  readonly write: string;
  readonly read: string;
  readonly create: string;
};

const path = process.argv[2] ?? "";

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  return work().then(
    () => "done",
    (error: unknown) => (error instanceof SchoolbookError ? error.code : `not ours: ${String(error)}`),
  );
}

async function commitNothing(store: Store): Promise<void> {
  const [generation] = await store.generations();
  await store.commit({ generation: generation?.id ?? 0, deletes: ["doc0"] });
}

const report: ReadOnlyReport = {
  write: await codeOf(async () => {
    await using store = await openSqliteStore({ path, access: "write" });
    await commitNothing(store);
  }),
  read: await codeOf(async () => {
    await using store = await openSqliteStore({ path, access: "read" });
    const ranking = { k1: 1.2, b: 0.75, documentWeight: 0 };
    await store.search({ principals: ["public"], terms: new Map([["apple", 1]]), limit: 5, ranking });
  }),
  create: await codeOf(async () => {
    await using store = await openSqliteStore({ path: join(dirname(path), "new.sqlite"), access: "write" });
    await store.generations();
  }),
};
writeSync(1, JSON.stringify(report));
