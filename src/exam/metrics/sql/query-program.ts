// The program that a query runs in: one database, opened to read only, that ends itself when its time is up.
import { constants, DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";

import type { QueryReply, QueryRequest } from "./messages.ts";

const HEAP_BYTES = 256 * 1024 * 1024;
const ALLOWED = new Set([constants.SQLITE_SELECT, constants.SQLITE_READ, constants.SQLITE_RECURSIVE]);

process.on("disconnect", () => process.exit(0));
process.on("message", (request: QueryRequest) => {
  // why: a query holds up this thread until it is through, and whoever started it may be gone by then.
  const limit = `setTimeout(() => process.kill(process.pid, "SIGKILL"), ${request.timeoutMs + 1000})`;
  new Worker(limit, { eval: true }).unref();
  for (const reply of runAll(request)) process.send?.(reply);
  process.exit(0);
});

function* runAll({ path, queries, maxRows }: QueryRequest): Generator<QueryReply> {
  using database = new DatabaseSync(path, { readOnly: true });
  database.exec(`pragma hard_heap_limit=${HEAP_BYTES}; pragma query_only=1; pragma temp_store=memory`);
  database.setAuthorizer((action, _one, name) => {
    const isFunction = action === constants.SQLITE_FUNCTION && name !== "load_extension";
    return isFunction || ALLOWED.has(action) ? constants.SQLITE_OK : constants.SQLITE_DENY;
  });
  for (const [index, query] of queries.entries()) yield { index, result: run(database, { query, maxRows }) };
}

function run(
  database: DatabaseSync,
  { query, maxRows }: { readonly query: string; readonly maxRows: number },
): QueryReply["result"] {
  try {
    const statement = database.prepare(query);
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    const rows: unknown[] = [];
    for (const row of statement.iterate()) {
      rows.push(row);
      if (rows.length > maxRows) return { kind: "failed", reason: `more than ${maxRows} rows` };
    }
    return { kind: "rows", rows };
  } catch (error) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}
