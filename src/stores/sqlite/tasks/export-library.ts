// A consistent copy of a library in one file, made while reads and writes go on.
import { randomUUID } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";

import { SchoolbookError } from "../../../core/errors.ts";
import { createPrivateFile, withSqliteErrors } from "../../../core/sqlite.ts";

/** Writes beside the target first, so that the target is either whole or untouched. */
export function exportLibrary(database: DatabaseSync, target: string): void {
  if (!existsSync(dirname(target))) {
    throw new SchoolbookError("input_invalid", `There is no folder ${dirname(target)} to export to.`);
  }
  const draft = `${target}.${randomUUID()}.partial`;
  try {
    createPrivateFile(draft);
    withSqliteErrors(draft, () => database.prepare("vacuum into ?").run(draft));
    syncFile(draft);
    renameSync(draft, target);
    syncFile(dirname(target));
  } finally {
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
