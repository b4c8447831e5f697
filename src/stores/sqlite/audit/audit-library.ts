// Checks that everything in a library file agrees with everything else; runs in a worker thread, in one snapshot.
import type { DatabaseSync } from "node:sqlite";

import { integerOf, statementsOf, textOf } from "../../../core/sqlite.ts";
import type { AuditReport } from "../../../spec/store.ts";
import { auditAccess } from "./audit-access.ts";
import { attempt, type Audit, reasonOf, report } from "./audit-context.ts";
import { auditPassages } from "./audit-passages.ts";
import { auditSegments } from "./audit-segments.ts";
import { auditTexts } from "./audit-texts.ts";

const PASSES = [
  ["text", auditTexts],
  ["access", auditAccess],
  ["passages", auditPassages],
  ["postings", auditSegments],
] as const;

export function auditLibrary(database: DatabaseSync): AuditReport {
  const sql = statementsOf(database);
  const audit: Audit = {
    sql,
    findings: [],
    checked: { file: 0, text: 0, passages: 0, postings: 0, vectors: 0, access: 0 },
    documentIds: new Map(),
  };
  database.exec("begin");
  try {
    auditFile(audit);
    const documentIds = readIds(audit);
    for (const [kind, pass] of PASSES) attempt(audit, kind, {}, () => pass({ ...audit, documentIds }));
  } finally {
    database.exec("commit");
  }
  return { findings: audit.findings, checked: audit.checked };
}

function auditFile(audit: Audit): void {
  audit.checked.file = 1;
  attempt(audit, "file", {}, () => {
    for (const row of audit.sql("pragma integrity_check").all()) {
      const message = textOf(row["integrity_check"]);
      if (message !== "ok") report(audit, "file", message);
    }
  });
}

function readIds(audit: Audit): ReadonlyMap<number, string> {
  try {
    const rows = audit.sql("select key, id from documents").all();
    return new Map(rows.map((row) => [integerOf(row["key"]), textOf(row["id"])]));
  } catch (error) {
    report(audit, "file", reasonOf(error));
    return new Map();
  }
}
