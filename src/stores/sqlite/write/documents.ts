// Document rows and texts: put, touch, delete.
import { hashParts } from "../../../core/hash.ts";
import { integerOf } from "../../../core/sqlite.ts";
import type { Document, DocumentId, Landmark } from "../../../spec/document.ts";
import type { DocumentSummary, DocumentTouch, GenerationId } from "../../../spec/store.ts";
import { createAclReader } from "../rows/acls.ts";
import { documentByKey } from "../rows/document-row.ts";
import { cutText, pieceKeys } from "../segment/text-pieces.ts";
import { internAcl, setDocumentAcl } from "./access-lists.ts";
import { forgetPassages } from "./passages.ts";
import { assertStorable } from "./storable.ts";
import type { WriteContext } from "./write-context.ts";

export type PutDocument = {
  readonly key: number;
  /** Nothing can be stored of it yet, and so nothing has to be removed. */
  readonly isNew: boolean;
};

/**
 * Stores a document. A changed text takes its passages along in every generation, because they point into a text that
 * is gone; the document is then pending everywhere but in `generation`, which its passages are about to go to.
 */
export function putDocument(write: WriteContext, document: Document, generation: GenerationId): PutDocument {
  const { text, landmarks, ...summary } = document;
  const known = write.sql("select key, text_hash from documents where id = ?").get(document.id);
  const knownKey = known === undefined ? undefined : integerOf(known["key"]);
  const key = putRow(write, knownKey, { summary, landmarks });
  if (known?.["text_hash"] !== document.textHash) {
    if (knownKey !== undefined) forgetText(write, knownKey);
    putText(write, key, text);
    const pend = write.sql(
      "insert or ignore into pending(generation, document) select id, ? from generations where id <> ?",
    );
    pend.run(key, generation);
  }
  return { key, isNew: knownKey === undefined };
}

function forgetText(write: WriteContext, key: number): void {
  forgetEverywhere(write, key);
  write.sql("delete from texts where key >= ? and key < ?").run(...pieceKeys(key));
}

function forgetEverywhere(write: WriteContext, key: number): void {
  const rows = write.sql(INDEXED_IN).all(key);
  for (const row of rows) forgetPassages(write, integerOf(row["generation"]), key);
}

const INDEXED_IN = `select generation from indexed where document = ? and generation in (select id from generations)`;

function putText({ sql }: WriteContext, key: number, text: string): void {
  const [first] = pieceKeys(key);
  for (const [piece, { encoding, body }] of cutText(text).entries()) {
    sql("insert into texts(key, encoding, body) values(?, ?, ?)").run(first + piece, encoding, body);
  }
}

type RowContent = {
  readonly summary: DocumentSummary;
  readonly landmarks: readonly Landmark[];
};

const INSERT = `insert into documents(id, source, uri, title, media_type, format, landmarks, metadata, acl, content_hash,
  text_hash, fingerprint, parser, modified_at, checksum)
  values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning key`;
const UPDATE = `update documents set id = ?, source = ?, uri = ?, title = ?, media_type = ?, format = ?, landmarks = ?,
  metadata = ?, acl = ?, content_hash = ?, text_hash = ?, fingerprint = ?, parser = ?, modified_at = ?, checksum = ? where key = ?`;

/** Writes everything about a document but its text; without a key, as a new document. */
export function putRow(write: WriteContext, knownKey: number | undefined, { summary, landmarks }: RowContent): number {
  const { id, source, uri, mediaType, contentHash, textHash, fingerprint, parser } = summary;
  for (const [field, value] of Object.entries({
    id,
    source,
    uri,
    mediaType,
    contentHash,
    textHash,
    fingerprint,
    parser,
  })) {
    assertStorable(field, value);
  }
  const acl = internAcl(write, summary.acl);
  const values = [
    id,
    source,
    uri,
    JSON.stringify(summary.title),
    mediaType,
    summary.format,
    JSON.stringify(landmarks),
    JSON.stringify(summary.metadata),
    acl,
    contentHash,
    textHash,
    fingerprint,
    parser,
    summary.modifiedAt,
    summaryChecksum(summary),
  ];
  if (knownKey !== undefined) write.sql(UPDATE).run(...values, knownKey);
  const key = knownKey ?? integerOf(write.sql(INSERT).get(...values)?.["key"]);
  setDocumentAcl(write, key, acl);
  return key;
}

/** A hash of everything about a document that its text hash does not cover. */
export function summaryChecksum(summary: DocumentSummary): string {
  const { id, source, uri, mediaType, metadata, acl, contentHash, textHash, fingerprint, parser, modifiedAt } = summary;
  const lists = [JSON.stringify(metadata), JSON.stringify(acl), JSON.stringify(modifiedAt)];
  return hashParts([id, source, uri, mediaType, contentHash, textHash, fingerprint, parser, ...lists]);
}

/** Changes fields around an unchanged text; a document that does not exist is left out silently. */
export function touchDocument(write: WriteContext, { id, ...changes }: DocumentTouch): void {
  const known = write.sql("select key from documents where id = ?").get(id);
  if (known === undefined) return;
  const key = integerOf(known["key"]);
  const { landmarks, ...summary } = documentByKey(write.sql, createAclReader(write.sql), key);
  putRow(write, key, { summary: { ...summary, ...changes }, landmarks });
}

/** A deleted document leaves every generation. */
export function deleteDocument(write: WriteContext, id: DocumentId): void {
  const known = write.sql("select key from documents where id = ?").get(id);
  if (known === undefined) return;
  const key = integerOf(known["key"]);
  forgetText(write, key);
  write.sql("delete from pending where document = ? and generation in (select id from generations)").run(key);
  write.sql("delete from documents where key = ?").run(key);
  setDocumentAcl(write, key, 0);
}

/** The key of a document whose text is still the given one. */
export function keyOfText({ sql }: WriteContext, id: DocumentId, textHash: string): number | undefined {
  const row = sql("select key from documents where id = ? and text_hash = ?").get(id, textHash);
  return row === undefined ? undefined : integerOf(row["key"]);
}
