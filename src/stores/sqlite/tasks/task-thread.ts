// The thread of one long task on a library: an audit, a copy of everything, or writing it anew.
import { parentPort } from "node:worker_threads";

import { toSchoolbookError } from "../../../core/errors.ts";
import { openSqlite, sqliteError } from "../../../core/sqlite.ts";
import { auditLibrary } from "../audit/audit-library.ts";
import { LIBRARY_FORMAT } from "../schema.ts";
import { exportLibrary } from "./export-library.ts";
import type { Task, TaskReply } from "./run-task.ts";

export function runTaskHere(task: Task): void {
  // why: the rule is about windows of a browser.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(run(task));
}

function run(task: Task): TaskReply {
  try {
    const database = openSqlite(task.path, LIBRARY_FORMAT, task.kind === "compact" ? "write" : "read");
    try {
      // why: the draft is as large as the library, too large for the memory that other temporary tables are kept in.
      if (task.kind === "compact") database.exec("pragma temp_store=file; vacuum");
      if (task.kind === "audit") return { report: auditLibrary(database) };
      if (task.kind === "export") exportLibrary(database, task.target);
      return {};
    } finally {
      database.close();
    }
  } catch (error) {
    return { error: toSchoolbookError(sqliteError(error, task.path)).toJSON() };
  }
}
