// The worker thread that searches: one library, one connection, one query after the other.
import type { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";

import { toSchoolbookError } from "../../../core/errors.ts";
import { openSqlite, sqliteError } from "../../../core/sqlite.ts";
import { LIBRARY_FORMAT } from "../schema.ts";
import type { SearchReply, SearchRequest } from "./search-messages.ts";
import { createSearcher, type Searcher } from "./searcher.ts";

const { path } = readWorkerData(workerData);
let searcher: Searcher | undefined;

function readWorkerData(data: unknown): { readonly path: string } {
  if (typeof data === "object" && data !== null && "path" in data && typeof data.path === "string")
    return { path: data.path };
  throw new TypeError("The search worker was started without a path.");
}

function open(): Searcher {
  const database: DatabaseSync = openSqlite(path, LIBRARY_FORMAT, "read");
  database.exec("pragma mmap_size=1073741824; pragma cache_size=-16384");
  return createSearcher(database);
}

function answer({ id, query }: SearchRequest): SearchReply {
  try {
    searcher ??= open();
    return { id, hits: searcher.search(query) };
  } catch (error) {
    return { id, error: toSchoolbookError(sqliteError(error, path)).toJSON() };
  }
}

parentPort?.on("message", (request: SearchRequest) => {
  // why: the rule is about windows of a browser.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(answer(request));
});
