// The whole library as one file: written while it stays in use, and put in the place of another one.
import { existsSync, rmSync, statSync } from "node:fs";
import { resolve } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { acceptImported } from "../../library/sync/access-record.ts";
import { importSqliteLibrary } from "../../stores/sqlite/import-library.ts";
import { refuseTooOpen } from "./check-access.ts";
import { withLastResort } from "./last-resort.ts";
import { lockLibrary, type ProjectContext } from "./project-context.ts";
import type { WriteOptions } from "./project.ts";

export type ExportReport = {
  readonly file: string;
  readonly bytes: number;
  readonly documents: number;
};

export type ImportReport = {
  readonly file: string;
  readonly documents: number;
};

/** Refuses what no question reads: whoever imports the file reads it under the rules that the library was synced under. */
export async function exportLibrary(context: ProjectContext, file: string): Promise<ExportReport> {
  const path = resolve(file);
  const store = await context.library.forReading();
  if (existsSync(path)) {
    throw new SchoolbookError("input_invalid", `${path} exists already; nothing was written.`, {
      hint: "Name a new file, or delete that one first.",
    });
  }
  await refuseTooOpen(context);
  await store.exportTo(path);
  try {
    await refuseTooOpen(context); // why: another process may have synced while the copy was written
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
  const { documents } = await store.stats();
  return { file: path, bytes: statSync(path).size, documents };
}

export async function importLibrary(
  context: ProjectContext,
  file: string,
  options: WriteOptions,
): Promise<ImportReport> {
  const path = resolve(file);
  if (!existsSync(path))
    throw new SchoolbookError("not_found", `There is no file ${path}.`, { hint: "Check the path." });
  using _lock = await lockLibrary(context, "library import", options);
  await context.library.close();
  try {
    await withLastResort(context.library.path, async () => importSqliteLibrary(path, context.library.path));
  } catch (error) {
    throw isUnreadable(error, path) ? notExported(path, error) : error;
  }
  const store = await context.library.forWriting();
  await acceptImported(new Set(Object.keys(context.project.config.sources)), { store });
  const { documents } = await store.stats();
  return { file: path, documents };
}

function isUnreadable(error: unknown, path: string): boolean {
  return error instanceof SchoolbookError && error.code === "library_damaged" && error.details["path"] === path;
}

function notExported(path: string, cause: unknown): SchoolbookError {
  return new SchoolbookError("input_invalid", `${path} is no library that can be read; nothing was changed.`, {
    hint: "Name a file that `schoolbook library export` wrote.",
    cause,
  });
}
