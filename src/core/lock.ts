// One writer at a time across processes: a lock that the operating system lets go when its holder dies.
import { DatabaseSync } from "node:sqlite";

import { type ErrorCode, SchoolbookError } from "./errors.ts";
import type { Runtime } from "./runtime.ts";
import { writeFailure } from "./write-failure.ts";

export type LockHolder = {
  readonly pid: number;
  readonly command: string;
  readonly since: number;
};

/** What a lock protects, for messages, and the code of the error when waiting was in vain. */
export type Protected = {
  readonly name: string;
  readonly busy: ErrorCode;
  /** What its holder does with it. Default: written. */
  readonly being?: "written" | "fetched" | "installed" | "trained" | "used";
  /** What to do about it, where the code's own hint does not say enough. */
  readonly hint?: string;
};

export type LockOptions = {
  /** What the holder is doing, shown to those who wait. */
  readonly command: string;
  readonly waitMs: number;
  readonly runtime: Runtime;
  /** Called once when the lock is taken by somebody else and waiting begins. */
  readonly onWait?: ((holder: LockHolder | undefined) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Default: the library. */
  readonly protects?: Protected;
};

export type Lock = Disposable;

const POLL_MS = 50;
const TRIES_FOR_A_NAME = 10;
const LIBRARY: Protected = { name: "the library", busy: "library_busy" };

/**
 * Holds an open SQLite write transaction on a small file beside what is protected. SQLite's file lock goes away with
 * the process, so a kill -9 leaves nothing to clean up, and readers can still see who holds it.
 */
export async function acquireLock(path: string, options: LockOptions): Promise<Lock> {
  const database = openLockFile(path);
  const deadline = options.runtime.monotonicMs() + options.waitMs;
  let told = false;
  try {
    for (let tries = 0; !tryBegin(database, options); tries += 1) {
      options.signal?.throwIfAborted();
      const holder = readHolder(database);
      if (options.runtime.monotonicMs() >= deadline) throw busy(holder, options);
      // why: whoever has just taken it has not written its name yet.
      if (!told && (holder !== undefined || tries >= TRIES_FOR_A_NAME)) {
        options.onWait?.(holder);
        told = true;
      }
      await options.runtime.sleep(POLL_MS, options.signal);
    }
  } catch (error) {
    database.close();
    throw error;
  }
  return { [Symbol.dispose]: () => database.close() };
}

/** Who holds the lock now; undefined when nobody does. */
export function lockHolder(path: string): LockHolder | undefined {
  const database = openLockFile(path);
  try {
    database.exec("begin immediate");
    return undefined;
  } catch {
    // why: the only failure that matters here is "locked", and then the holder's row says by whom.
    return readHolder(database);
  } finally {
    database.close();
  }
}

function openLockFile(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path);
    database.exec("pragma busy_timeout=0; create table if not exists holder(pid integer, command text, since integer)");
    return database;
  } catch (cause) {
    if (isLocked(cause)) return new DatabaseSync(path);
    if (isForeign(cause)) {
      throw new SchoolbookError("storage_readonly", `${path} is damaged: it is not a lock file.`, {
        hint: "Delete it; it holds nothing but the name of who is writing.",
        cause,
      });
    }
    throw writeFailure(cause, { path, message: `Cannot write the lock file ${path}.` });
  }
}

function tryBegin(database: DatabaseSync, options: LockOptions): boolean {
  try {
    database.exec("pragma busy_timeout=0; begin immediate; delete from holder");
    const insert = database.prepare("insert into holder values(?,?,?)");
    insert.run(process.pid, options.command, options.runtime.now());
    database.exec("commit; begin immediate");
    return true;
  } catch (error) {
    if (database.isTransaction) database.exec("rollback");
    if (isLocked(error)) return false;
    const { name } = options.protects ?? LIBRARY;
    throw writeFailure(error, { path: `the lock file of ${name}`, message: `Cannot write the lock file of ${name}.` });
  }
}

function readHolder(database: DatabaseSync): LockHolder | undefined {
  try {
    const row = database.prepare("select pid, command, since from holder").get();
    if (row === undefined) return undefined;
    return { pid: Number(row["pid"]), command: String(row["command"]), since: Number(row["since"]) };
  } catch (error) {
    if (isLocked(error)) return undefined;
    throw error;
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && /\b(locked|busy)\b/i.test(error.message);
}

function isForeign(error: unknown): boolean {
  return error instanceof Error && /not a database|malformed/i.test(error.message);
}

function busy(holder: LockHolder | undefined, options: LockOptions): SchoolbookError {
  const seconds = Math.round(options.waitMs / 1000);
  const who =
    holder === undefined
      ? "another process"
      : `\`${holder.command}\` (process ${holder.pid}, since ${new Date(holder.since).toISOString()})`;
  const { name, busy: code, being = "written", hint } = options.protects ?? LIBRARY;
  return new SchoolbookError(code, `Waited ${seconds} s; ${name} is still being ${being} by ${who}.`, {
    details: { ...holder },
    ...(hint === undefined ? {} : { hint }),
  });
}
