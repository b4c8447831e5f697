// Puts an exported library in the place of another, whole or not at all, also while other processes have that one open.
import { randomUUID } from "node:crypto";
import { constants, copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { backup, type DatabaseSync } from "node:sqlite";

import { SchoolbookError } from "../../core/errors.ts";
import { type Runtime, systemRuntime } from "../../core/runtime.ts";
import {
  createPrivateFile,
  inTransaction,
  inTransactionSoon,
  openSqlite,
  sqliteError,
  textOf,
} from "../../core/sqlite.ts";
import { auditLibrary } from "./audit/audit-library.ts";
import { LIBRARY_FORMAT } from "./schema.ts";
import { syncFile } from "./tasks/export-library.ts";

type Waiting = {
  readonly runtime: Runtime;
  /** How long to wait for another process that is writing. */
  readonly waitMs: number;
};

/**
 * The archive is copied, checked, and only then takes the library's place. An existing library is overwritten inside
 * one SQLite transaction rather than renamed away: whoever has it open sees the new content on the next read, a
 * writer's commit is never lost in a file without a name, and a kill at any moment leaves the old content.
 */
export async function importSqliteLibrary(
  archivePath: string,
  path: string,
  { runtime = systemRuntime(), waitMs = 10_000 }: Partial<Waiting> = {},
): Promise<void> {
  if (!existsSync(archivePath)) {
    throw new SchoolbookError("input_invalid", `There is no file ${archivePath} to import.`);
  }
  const draft = `${path}.${randomUUID()}.partial`;
  try {
    removeLeftovers(path, runtime.now() - LEFT_AFTER_MS);
    copyArchive(archivePath, draft);
    checkDraft(draft, archivePath);
    if (existsSync(path)) await overwrite(draft, path, { runtime, waitMs });
    else publish(draft, path);
  } catch (error) {
    throw sqliteError(error, path);
  } finally {
    for (const suffix of ["", "-wal", "-shm"]) rmSync(`${draft}${suffix}`, { force: true });
  }
}

const LEFT_AFTER_MS = 3_600_000;

/** A killed import leaves its draft, which holds every document, revoked ones too. A young one may be in the making. */
function removeLeftovers(path: string, before: number): void {
  const folder = dirname(path);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const isDraft = name.startsWith(`${basename(path)}.`) && /\.[0-9a-f-]{36}\.partial(?:-wal|-shm)?$/u.test(name);
    if (isDraft && statSync(join(folder, name)).mtimeMs < before) rmSync(join(folder, name));
  }
}

/** Through SQLite, so that what waits in the archive's log is copied too. */
function copyArchive(archivePath: string, draft: string): void {
  mkdirSync(dirname(draft), { recursive: true, mode: 0o700 });
  const archive = openSqlite(archivePath, LIBRARY_FORMAT, "read");
  try {
    createPrivateFile(draft);
    archive.prepare("vacuum into ?").run(draft);
  } finally {
    archive.close();
  }
}

function checkDraft(draft: string, archivePath: string): void {
  const database = openSqlite(draft, LIBRARY_FORMAT, "write");
  try {
    refuseCode(database, archivePath);
    const [finding, ...others] = auditLibrary(database).findings;
    if (finding !== undefined) {
      const message = `${archivePath} is damaged: ${finding.message} (${others.length} other findings)`;
      throw new SchoolbookError("library_damaged", message, { hint: "Import another copy; nothing was changed." });
    }
    rename(database);
  } finally {
    database.close();
  }
  syncFile(draft);
}

/** A library has no triggers and views: in a file from elsewhere they would change what later syncs write. */
function refuseCode(database: DatabaseSync, archivePath: string): void {
  const code = database.prepare("select type, name from sqlite_schema where type in ('trigger', 'view')").get();
  if (code === undefined) return;
  const message = `${archivePath} holds the ${textOf(code["type"])} ${JSON.stringify(code["name"])}, which no library has.`;
  throw new SchoolbookError("input_invalid", message, {
    hint: "Import a file that `schoolbook library export` wrote.",
  });
}

/** A new identity tells readers that everything they remember is void. */
function rename(database: DatabaseSync): void {
  inTransaction(database, () => database.exec("update state set identity = lower(hex(randomblob(16)))"));
}

/** All of them: the target stays locked from the first to the last page, and so must not wait between two. */
const PAGES_AT_ONCE = 0x7fffffff;

async function overwrite(draft: string, path: string, waiting: Waiting): Promise<void> {
  const target = openSqlite(path, LIBRARY_FORMAT, "write");
  const source = openSqlite(draft, LIBRARY_FORMAT, "read");
  try {
    for (const deadline = waiting.runtime.monotonicMs() + waiting.waitMs; ;) {
      await inTransactionSoon(target, waiting, () => undefined);
      const isLastTry = waiting.runtime.monotonicMs() >= deadline;
      if (await tryBackup(source, path, isLastTry)) return;
    }
  } finally {
    source.close();
    target.close();
  }
}

/** False when another writer came in between. */
async function tryBackup(source: DatabaseSync, path: string, isLastTry: boolean): Promise<boolean> {
  try {
    await backup(source, path, { rate: PAGES_AT_ONCE });
    return true;
  } catch (error) {
    // why: where the target is locked, Node's backup fails with SQLite's code for "no error".
    const isLocked = error instanceof Error && "errcode" in error && (error.errcode === 0 || error.errcode === 5);
    if (isLocked && !isLastTry) return false;
    if (!isLocked) throw error;
    throw new SchoolbookError("library_busy", `${path} is being written by another process.`, { cause: error });
  }
}

/** A link, unlike a rename, never replaces a library that appeared in the meantime. */
function publish(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch {
    // why: some file systems have no hard links; copying exclusively keeps the same promise, if not the same speed.
    copyFileSync(draft, path, constants.COPYFILE_EXCL);
    syncFile(path);
  }
  syncFile(dirname(path));
}
