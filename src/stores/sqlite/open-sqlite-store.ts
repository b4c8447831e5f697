// The default store: a library in one SQLite file, searched in a worker thread.
import type { DatabaseSync } from "node:sqlite";

import { SchoolbookError } from "../../core/errors.ts";
import { type Runtime, systemRuntime } from "../../core/runtime.ts";
import { inTransactionSoon, openSqlite, sqliteError, type Sql, statementsOf, truncateLog } from "../../core/sqlite.ts";
import type { Store } from "../../spec/store.ts";
import { createCommittedAcls } from "./rows/acls.ts";
import { readDocument, readKnownVectors, readManifest, readPending, readSourceState } from "./rows/documents.ts";
import { readGenerations } from "./rows/generations.ts";
import { readPassages } from "./rows/passages.ts";
import { readStats } from "./rows/stats.ts";
import { LIBRARY_FORMAT } from "./schema.ts";
import { createSearchClient, type SearchClient } from "./search/search-client.ts";
import { runAudit, runCompact, runExport } from "./tasks/run-task.ts";
import type { WriteContext } from "./write/write-context.ts";
import type * as Writing from "./write/writing.ts";

export type SqliteStoreOptions = {
  /** The library file; its folder is made when it is missing. */
  readonly path: string;
  /** Default: write, which creates the file when it is missing. */
  readonly access?: "read" | "write";
  readonly runtime?: Runtime;
  /** How long a write waits for another process that is writing. */
  readonly waitMs?: number;
};

/** Opens a library; close it with `await using` or `[Symbol.asyncDispose]`. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { path, access = "write", runtime = systemRuntime(), waitMs = 10_000 } = options;
  const database = openSqlite(path, LIBRARY_FORMAT, access);
  const searches = createSearchClient(path);
  if (access === "read") searches.start();
  return storeOver({ path, access, runtime, waitMs, database, searches, sql: statementsOf(database) });
}

type Open = Required<SqliteStoreOptions> & {
  readonly database: DatabaseSync;
  readonly searches: SearchClient;
  readonly sql: Sql;
};

function storeOver(open: Open): Store {
  const { path, runtime, searches, sql } = open;
  const acls = createCommittedAcls(sql);
  const read = async <Result>(work: () => Result): Promise<Result> => guarded(open, work);
  const write = async <Result>(work: Write<Result>): Promise<Result> => writeSoon(open, work);
  return {
    commit: async (change) => write(({ applyChange }, context) => applyChange(context, change)),
    search: async (query) => searches.search(query),
    passages: async (keys, principals) => read(() => readPassages(sql, keys, { acls: acls(), principals })),
    document: async (id, principals) => read(() => readDocument(sql, id, { acls: acls(), principals })),
    manifest: async (source) => read(() => readManifest(sql, source)),
    sourceState: async (source) => read(() => readSourceState(sql, source)),
    knownVectors: async (hashes, generation) => read(() => readKnownVectors(sql, hashes, generation)),
    generations: async () => read(() => readGenerations(sql)),
    createGeneration: async (spec) =>
      write(({ createGeneration }, context) => createGeneration(context, spec, runtime.now())),
    pendingDocuments: async (generation, limit) => read(() => readPending(sql, generation, limit)),
    activateGeneration: async (id) => write(({ activateGeneration }, context) => activateGeneration(context, id)),
    dropGeneration: async (id) => write(({ dropGeneration }, context) => dropGeneration(context, id)),
    audit: async (auditOptions) => runAudit(path, auditOptions?.signal),
    repair: async (report) => write(({ repairLibrary }, context) => repairLibrary(context, report)),
    forget: async ({ everything = false } = {}) => forget(open, everything),
    stats: async () => read(() => readStats(sql)),
    exportTo: async (target) => runExport(path, target),
    [Symbol.asyncDispose]: async () => {
      await searches[Symbol.asyncDispose]();
      if (open.database.isOpen) open.database.close();
    },
  };
}

/** One snapshot for everything that `work` reads. */
function guarded<Result>({ path, database, sql }: Open, work: () => Result): Result {
  try {
    sql("begin").run();
    try {
      return work();
    } finally {
      if (database.isTransaction) sql("commit").run();
    }
  } catch (error) {
    throw sqliteError(error, path);
  }
}

type Write<Result> = (writing: typeof Writing, context: WriteContext) => Result;

async function writeSoon<Result>(open: Open, work: Write<Result>): Promise<Result> {
  const { path, access, database, sql } = open;
  if (access === "read") throw new SchoolbookError("storage_readonly", `${path} was opened for reading only.`);
  try {
    const writing = await import("./write/writing.ts");
    return await inTransactionSoon(database, open, () => writing.writeWith(sql, (context) => work(writing, context)));
  } catch (error) {
    throw sqliteError(error, path);
  }
}

async function forget(open: Open, everything: boolean): Promise<void> {
  const { path, database } = open;
  while (await writeSoon(open, ({ dropDead }, context) => dropDead(context)));
  if (everything) await runCompact(path);
  await writeSoon(open, ({ fillFreePages }, { sql }) => fillFreePages(sql));
  await writeSoon(open, ({ releaseFreePages }, { sql }) => releaseFreePages(sql));
  try {
    truncateLog(database);
  } catch (error) {
    throw sqliteError(error, path);
  }
}
