// Stored texts and document rows against their hashes.
import { hashText } from "../../../core/hash.ts";
import { integerOf, textOf } from "../../../core/sqlite.ts";
import { createAclReader } from "../rows/acls.ts";
import { documentOf } from "../rows/document-row.ts";
import { pieceKeys } from "../segment/text-pieces.ts";
import { summaryChecksum } from "../write/documents.ts";
import { attempt, type Audit, nameOf, report } from "./audit-context.ts";

export function auditTexts(audit: Audit): void {
  const { sql, checked, documentIds } = audit;
  const acls = createAclReader(sql);
  const read = sql("select * from documents where key = ?");
  for (const document of documentIds.keys()) {
    checked.text += 1;
    attempt(audit, "text", { document }, () => {
      const row = read.get(document);
      if (row === undefined) return;
      const { text, landmarks, ...summary } = documentOf(sql, acls, row);
      const name = nameOf(audit, document);
      if (hashText({ ...summary, landmarks, text }) !== summary.textHash) {
        report(audit, "text", `The stored text of ${name} does not match its hash.`, { document });
      }
      if (summaryChecksum(summary) !== textOf(row["checksum"])) {
        report(audit, "text", `The stored fields of ${name} do not match their hash.`, { document });
      }
    });
  }
  for (const document of textOwners(audit)) {
    if (!documentIds.has(document)) report(audit, "text", `There is a text of ${nameOf(audit, document)}.`);
  }
}

/** The documents that pieces of text are stored for, found by skipping from one to the next. */
export function textOwners({ sql }: Pick<Audit, "sql">): number[] {
  const owners: number[] = [];
  const [, pieces] = pieceKeys(0);
  const next = sql("select key from texts where key >= ? order by key limit 1");
  for (let row = next.get(0); row !== undefined; row = next.get(pieceKeys(owners.at(-1) ?? 0)[1])) {
    owners.push(Math.floor(integerOf(row["key"]) / pieces));
  }
  return owners;
}
