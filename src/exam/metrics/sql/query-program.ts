// The program that queries run in: databases opened to read only; it ends with whoever started it.
import { constants, DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";

import type { QueryReply, QueryRequest, QueryResult } from "./messages.ts";

const HEAP_BYTES = 256 * 1024 * 1024;
const ALLOWED = new Set([constants.SQLITE_SELECT, constants.SQLITE_READ, constants.SQLITE_RECURSIVE]);

// why: a query holds up this thread until it is through, so that another one has to look whether anybody still waits for it.
const WATCH = `setInterval(() => {
  if (process.ppid !== ${process.ppid}) process.kill(process.pid, "SIGKILL");
}, 500)`;
new Worker(WATCH, { eval: true }).unref();

process.on("disconnect", () => process.exit(0));
process.on("message", (request: QueryRequest) => {
  for (const reply of runAll(request)) process.send?.(reply);
});
process.send?.({ kind: "ready" });

function* runAll({ path, queries, maxRows }: QueryRequest): Generator<QueryReply> {
  for (const [index, query] of queries.entries()) {
    yield { index, result: runIn(path, (database) => run(database, { query, maxRows })) };
  }
}

function runIn(path: string, work: (database: DatabaseSync) => QueryResult): QueryResult {
  try {
    using database = new DatabaseSync(path, { readOnly: true });
    database.exec(`pragma hard_heap_limit=${HEAP_BYTES}; pragma query_only=1; pragma temp_store=memory`);
    database.setAuthorizer((action, _one, name) => {
      const isFunction = action === constants.SQLITE_FUNCTION && name !== "load_extension";
      return isFunction || ALLOWED.has(action) ? constants.SQLITE_OK : constants.SQLITE_DENY;
    });
    return work(database);
  } catch (error) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}

function run(
  database: DatabaseSync,
  { query, maxRows }: { readonly query: string; readonly maxRows: number },
): QueryResult {
  const statement = database.prepare(query);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  const rows: unknown[] = [];
  for (const row of statement.iterate()) {
    rows.push(row);
    if (rows.length > maxRows) return { kind: "failed", reason: `more than ${maxRows} rows` };
  }
  return { kind: "rows", rows };
}
