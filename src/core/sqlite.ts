// Opening SQLite files: durability settings, identity, append-only migrations, and SQLite's errors in our words.
import { closeSync, existsSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLOutputValue, type StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

import { type ErrorCode, SchoolbookError } from "./errors.ts";
import type { Runtime } from "./runtime.ts";
import { writeFailure } from "./write-failure.ts";

export type SqliteFormat = {
  /** What the file is, as messages name it: `library`. */
  readonly name: string;
  /** SQLite's `application_id`, which tells our files from other people's. */
  readonly applicationId: number;
  readonly pageSize: number;
  /** Append-only: the file's `user_version` is how many of them it has been through. */
  readonly migrations: readonly string[];
};

export type SqliteAccess = "read" | "write";

// why: at SQLite's 1,000 pages nearly every commit of a hundred passages would also copy its log into the file and sync that.
const CHECKPOINT_PAGES = 4000;

const OPEN_TIMEOUT_MS = 5000;

/** Opens the file, creating and migrating it when `access` is "write"; a newer, foreign or missing file is a clear error. */
export function openSqlite(path: string, format: SqliteFormat, access: SqliteAccess): DatabaseSync {
  return withSqliteErrors(path, () => (access === "write" ? openToWrite(path, format) : openToRead(path, format)));
}

function openToWrite(path: string, format: SqliteFormat): DatabaseSync {
  makeFolder(dirname(path));
  const fresh = isEmptyFile(path);
  createPrivateFile(path);
  return closedOnError(new DatabaseSync(path, { timeout: OPEN_TIMEOUT_MS }), (database) => {
    if (fresh) database.exec(`pragma page_size=${format.pageSize}`);
    else assertReadable(database, path, format);
    database.exec(
      "pragma journal_mode=wal; pragma synchronous=full; pragma temp_store=memory; pragma cache_size=-32768",
    );
    // why: what is deleted is overwritten with zeros, except in pages that become free: "on" would write those, too, at each commit.
    database.exec("pragma secure_delete=fast");
    // why: never through mapped memory: what another program cuts off a file, or a bad disk, would end the process instead of
    // being an error.
    database.exec(`pragma wal_autocheckpoint=${CHECKPOINT_PAGES}`);
    migrate(database, path, format);
  });
}

function openToRead(path: string, format: SqliteFormat): DatabaseSync {
  if (isEmptyFile(path)) {
    throw new SchoolbookError("library_missing", `There is no ${format.name} at ${path}.`, { details: { path } });
  }
  try {
    return readOnly(path, format, path);
  } catch (error) {
    // why: a WAL file in a folder that cannot be written to only opens as immutable, which is right while nothing waits in its log.
    if (!isUnwritable(error) || !isEmptyFile(`${path}-wal`)) throw error;
    const location = pathToFileURL(path);
    location.searchParams.set("immutable", "1");
    return readOnly(location, format, path);
  }
}

function readOnly(location: string | URL, format: SqliteFormat, path: string): DatabaseSync {
  const database = new DatabaseSync(location, { readOnly: true, timeout: OPEN_TIMEOUT_MS });
  return closedOnError(database, () => {
    assertReadable(database, path, format);
    if (schemaVersion(database) < format.migrations.length) upgrade(path, format);
  });
}

/** A file of an older version is brought up to date once, even for a reader. */
function upgrade(path: string, format: SqliteFormat): void {
  openToWrite(path, format).close();
}

function assertReadable(database: DatabaseSync, path: string, format: SqliteFormat): void {
  const applicationId = pragma(database, "application_id");
  if (applicationId !== format.applicationId && !isBlank(database)) {
    throw new SchoolbookError("input_invalid", `${path} is not a Schoolbook ${format.name}.`, {
      hint: "It is a SQLite file of another program; name another path.",
      details: { path, applicationId },
    });
  }
  const version = schemaVersion(database);
  if (version > format.migrations.length) {
    const message = `${path} has schema ${version}; this version of Schoolbook knows up to ${format.migrations.length}.`;
    throw new SchoolbookError("library_newer", message, { details: { path, version } });
  }
}

function isBlank(database: DatabaseSync): boolean {
  return database.prepare("select count(*) as tables from sqlite_schema").get()?.["tables"] === 0;
}

function migrate(database: DatabaseSync, path: string, format: SqliteFormat): void {
  if (schemaVersion(database) === format.migrations.length) return;
  inTransaction(database, () => {
    assertReadable(database, path, format);
    database.exec(`pragma application_id=${format.applicationId}`);
    for (const step of format.migrations.slice(schemaVersion(database))) database.exec(step);
    database.exec(`pragma user_version=${format.migrations.length}`);
  });
}

/** How many migrations the file has been through. */
export function schemaVersion(database: DatabaseSync): number {
  return pragma(database, "user_version");
}

function pragma(database: DatabaseSync, name: string): number {
  return integerOf(database.prepare(`pragma ${name}`).get()?.[name]);
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw writeFailure(cause, { path: folder, message: `Cannot create the folder ${folder}.` });
  }
}

/** Makes the file, for its owner only, where there is none; SQLite gives its logs beside it the same permissions. */
export function createPrivateFile(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch {
    // why: there is one already, with the permissions that it was given; what keeps it from being made SQLite says better.
  }
}

function isEmptyFile(path: string): boolean {
  return !existsSync(path) || statSync(path).size === 0;
}

function closedOnError(database: DatabaseSync, prepare: (database: DatabaseSync) => void): DatabaseSync {
  try {
    prepare(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Runs `work` in one write transaction: all of it, or none. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec("begin immediate");
  return finishTransaction(database, work);
}

/** Like `inTransaction`, but waits for another writer without holding up the event loop. */
export async function inTransactionSoon<Result>(
  database: DatabaseSync,
  options: { readonly runtime: Runtime; readonly waitMs: number },
  work: () => Result,
): Promise<Result> {
  const deadline = options.runtime.monotonicMs() + options.waitMs;
  for (
    let pauseMs = 1;
    !tryBegin(database, options.runtime.monotonicMs() >= deadline);
    pauseMs = Math.min(pauseMs * 2, 20)
  ) {
    await options.runtime.sleep(pauseMs);
  }
  return finishTransaction(database, work);
}

function tryBegin(database: DatabaseSync, isLastTry: boolean): boolean {
  try {
    withoutWaiting(database, () => database.exec("begin immediate"));
    return true;
  } catch (error) {
    if (isLastTry || primaryCode(error) !== SQLITE_BUSY) throw error;
    return false;
  }
}

function withoutWaiting(database: DatabaseSync, work: () => void): void {
  try {
    database.exec("pragma busy_timeout=0");
    work();
  } finally {
    database.exec(`pragma busy_timeout=${OPEN_TIMEOUT_MS}`);
  }
}

function finishTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  try {
    const result = work();
    database.exec("commit");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("rollback");
    throw error;
  }
}

/** Empties the write-ahead log, in which deleted pages still stand; left for the next time when somebody is reading. */
export function truncateLog(database: DatabaseSync): void {
  withoutWaiting(database, () => database.exec("pragma wal_checkpoint(truncate)"));
}

const SQLITE_BUSY = 5;
const SQLITE_IOERR_SHMSIZE = 4874;

const CODES: Readonly<Record<number, ErrorCode>> = {
  [SQLITE_BUSY]: "library_busy",
  6: "library_busy", // LOCKED
  8: "storage_readonly", // READONLY
  10: "storage_readonly", // IOERR
  11: "library_damaged", // CORRUPT
  13: "storage_full", // FULL
  14: "storage_readonly", // CANTOPEN
  26: "library_damaged", // NOTADB
};

/** Runs `work` and turns what SQLite throws into a SchoolbookError that names the file. */
export function withSqliteErrors<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw sqliteError(error, path);
  }
}

/** The error in our words when SQLite threw it; anything else unchanged. */
export function sqliteError(error: unknown, path: string): unknown {
  const full = extendedCode(error);
  if (full === undefined || !(error instanceof Error)) return error;
  const code = full === SQLITE_IOERR_SHMSIZE ? "storage_full" : CODES[full & 0xff];
  if (code === undefined) return error;
  return new SchoolbookError(code, `${path}: ${error.message}.`, { cause: error, details: { path, sqliteCode: full } });
}

function isUnwritable(error: unknown): boolean {
  const code = primaryCode(error);
  return code === 8 || code === 10 || code === 14;
}

function primaryCode(error: unknown): number | undefined {
  const code = extendedCode(error);
  return code === undefined ? undefined : code & 0xff;
}

function extendedCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode : undefined;
}

/** Prepares each statement once. */
export type Sql = (text: string) => StatementSync;

export function statementsOf(database: DatabaseSync): Sql {
  const prepared = new Map<string, StatementSync>();
  return (text) => {
    let statement = prepared.get(text);
    if (statement === undefined) prepared.set(text, (statement = database.prepare(text)));
    return statement;
  };
}

/** The value of a column that only ever holds integers; a missing one reads as 0. */
export function integerOf(value: SQLOutputValue | undefined): number {
  return typeof value === "number" ? value : Number(value ?? 0);
}

/** The value of a column that only ever holds text; null reads as empty. */
export function textOf(value: SQLOutputValue | undefined): string {
  return typeof value === "string" ? value : "";
}

const NO_BYTES = new Uint8Array(0);

/** The value of a column that only ever holds bytes; null reads as empty. */
export function bytesOf(value: SQLOutputValue | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : NO_BYTES;
}
