// A consistent copy of a library in one file, made while reads and writes go on.
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";

import { openSqlite, withSqliteErrors } from "../../core/sqlite.ts";
import { LIBRARY_FORMAT } from "./schema.ts";

/** Writes beside the target first, so that the target is either whole or untouched. */
export async function exportLibrary(path: string, target: string): Promise<void> {
  const draft = `${target}.${process.pid}.partial`;
  const database = openSqlite(path, LIBRARY_FORMAT, "read");
  try {
    rmSync(draft, { force: true });
    withSqliteErrors(draft, () => database.prepare("vacuum into ?").run(draft));
    syncFile(draft);
    renameSync(draft, target);
    syncFile(dirname(target));
  } finally {
    database.close();
    rmSync(draft, { force: true });
  }
}

/** Makes sure that a file, or the names in a folder, survive a loss of power. */
export function syncFile(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
