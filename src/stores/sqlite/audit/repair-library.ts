// Mends a library: drops what belongs to nothing, rebuilds what is derived, and marks damaged documents to be indexed again.
import { hashText } from "../../../core/hash.ts";
import { bytesOf, integerOf } from "../../../core/sqlite.ts";
import type { Document } from "../../../spec/document.ts";
import type { AuditFinding, AuditReport, GenerationId } from "../../../spec/store.ts";
import { createAclReader, membersOf } from "../rows/acls.ts";
import { documentOf } from "../rows/document-row.ts";
import { readGenerations } from "../rows/generations.ts";
import { pieceKeys } from "../segment/text-pieces.ts";
import { internAcl, setDocumentAcl } from "../write/access-lists.ts";
import { putRow } from "../write/documents.ts";
import type { WriteContext } from "../write/write-context.ts";
import { knownLists } from "./audit-access.ts";
import { LEFTOVER_ENTRIES, LEFTOVER_PASSAGES } from "./audit-passages.ts";
import { textOwners } from "./audit-texts.ts";
import { dropUnreadableSegments, reconcileSegments } from "./repair-segments.ts";
import { unindex } from "./unindex.ts";

export function repairLibrary(write: WriteContext, { findings }: AuditReport): void {
  if (findings.length === 0) return;
  if (findings.some(({ kind }) => kind === "file")) write.sql("reindex").run();
  dropUnreadableSegments(write);
  dropLeftovers(write);
  rebuildAccess(write);
  for (const finding of findings) repairDocument(write, finding);
  reconcileSegments(write);
  reconcilePending(write);
}

function dropLeftovers(write: WriteContext): void {
  const { sql } = write;
  for (const row of sql(LEFTOVER_ENTRIES).all())
    unindex(write, integerOf(row["generation"]), integerOf(row["document"]));
  for (const row of sql(LEFTOVER_PASSAGES).all()) sql("delete from passages where key = ?").run(integerOf(row["key"]));
  sql(
    "delete from pending where document not in (select key from documents) or generation not in (select id from generations)",
  ).run();
  for (const document of textOwners(write)) {
    if (sql("select 1 from documents where key = ?").get(document) !== undefined) continue;
    sql("delete from texts where key >= ? and key < ?").run(...pieceKeys(document));
  }
}

/** The blocks that searches read are made anew; a document whose list is lost is readable by nobody until it is synced again. */
function rebuildAccess(write: WriteContext): void {
  const { sql } = write;
  const known = knownLists(write);
  const nobody = internAcl(write, []);
  sql("delete from acl_blocks").run();
  sql("delete from acl_list_blocks").run();
  write.access.documents.clear();
  for (const row of sql("select id, members from acl_lists").all()) {
    write.access.added.set(integerOf(row["id"]), Uint32Array.from(membersOf(bytesOf(row["members"]))));
  }
  for (const row of sql("select key, acl from documents").all()) {
    const key = integerOf(row["key"]);
    const acl = known.has(integerOf(row["acl"])) ? integerOf(row["acl"]) : nobody;
    if (acl !== integerOf(row["acl"]))
      sql("update documents set acl = ?, fingerprint = '', content_hash = '' where key = ?").run(acl, key);
    setDocumentAcl(write, key, acl);
  }
}

function repairDocument(write: WriteContext, { kind, documentId, generation }: AuditFinding): void {
  const row = documentId === undefined ? undefined : write.sql("select * from documents where id = ?").get(documentId);
  if (row === undefined) return;
  const key = integerOf(row["key"]);
  const isStale = kind === "text" || kind === "access";
  if (isStale) restamp(write, key, documentOf(write.sql, createAclReader(write.sql), row));
  if (kind !== "access")
    for (const id of generationsOf(write, isStale ? undefined : generation)) unindex(write, id, key);
}

/** Takes what is stored as it is, and forgets what the source said, so that the next sync reads the document again. */
function restamp(write: WriteContext, key: number, document: Document): void {
  const { text: _text, landmarks, ...summary } = document;
  const honest = { ...summary, textHash: hashText(document), fingerprint: "", contentHash: "" };
  putRow(write, key, { summary: honest, landmarks });
}

function generationsOf({ sql }: WriteContext, only: GenerationId | undefined): GenerationId[] {
  return readGenerations(sql)
    .map(({ id }) => id)
    .filter((id) => only === undefined || id === only);
}

/** Pending is what has no up-to-date passages, no more and no less. */
function reconcilePending({ sql }: WriteContext): void {
  sql(`insert or ignore into pending(generation, document) select g.id, d.key from generations g, documents d
    where not exists (select 1 from indexed i where i.generation = g.id and i.document = d.key and i.text_hash = d.text_hash)`).run();
  sql(`delete from pending where exists (select 1 from indexed i join documents d on d.key = i.document
    where i.generation = pending.generation and i.document = pending.document and i.text_hash = d.text_hash)`).run();
}
