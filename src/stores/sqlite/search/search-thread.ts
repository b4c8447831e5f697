// The thread that searches: one library, one connection, one query after the other.
import { parentPort } from "node:worker_threads";

import { toSchoolbookError } from "../../../core/errors.ts";
import { openSqlite, sqliteError } from "../../../core/sqlite.ts";
import { LIBRARY_FORMAT } from "../schema.ts";
import type { SearchReply, SearchRequest } from "./search-messages.ts";
import { createSearcher, type Searcher } from "./searcher.ts";

export function serveSearches(path: string): void {
  let searcher: Searcher | undefined;
  const answer = ({ id, query }: SearchRequest): SearchReply => {
    try {
      searcher ??= openSearcher(path);
      return { id, hits: searcher.search(query) };
    } catch (error) {
      return { id, error: toSchoolbookError(sqliteError(error, path)).toJSON() };
    }
  };
  parentPort?.on("message", (request: SearchRequest) => {
    // why: the rule is about windows of a browser.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    parentPort?.postMessage(answer(request));
  });
}

function openSearcher(path: string): Searcher {
  const database = openSqlite(path, LIBRARY_FORMAT, "read");
  database.exec("pragma mmap_size=1073741824; pragma cache_size=-16384");
  return createSearcher(database);
}
