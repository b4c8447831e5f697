// Passages with their text and document, for those who may read them.
import { bytesOf, integerOf, type Sql, textOf } from "../../../core/sqlite.ts";
import type { Principals } from "../../../spec/access.ts";
import type { PassageKind } from "../../../spec/document.ts";
import type { PassageKey, StoredPassage } from "../../../spec/store.ts";
import { type AclReader, mayRead } from "./acls.ts";
import { readSlice, type Row, summaryOf } from "./document-row.ts";
import { unpackHash } from "./pack-hash.ts";
import { storedString, storedStrings } from "./stored-json.ts";

const SELECT = `select p.key, p.ordinal, p.start, p."end", p.parent_start, p.parent_end, p.kind, p.headings, p.prefix, p.tokens,
  p.hash, p.document, d.id, d.source, d.uri, d.title, d.media_type, d.format, d.metadata, d.acl, d.content_hash, d.text_hash,
  d.fingerprint, d.parser, d.modified_at from passages p join documents d on d.key = p.document where p.key = ?`;

export type Reading = {
  readonly acls: AclReader;
  readonly principals: Principals;
};

/** In the order of the keys; what is gone or may not be read is left out. */
export function readPassages(sql: Sql, keys: readonly PassageKey[], reading: Reading): readonly StoredPassage[] {
  const read = sql(SELECT);
  const found: StoredPassage[] = [];
  for (const key of keys) {
    const row = Number.isSafeInteger(key) ? read.get(key) : undefined;
    if (row === undefined || !mayRead(reading.acls(integerOf(row["acl"])), reading.principals)) continue;
    found.push(storedPassage(sql, row, reading.acls));
  }
  return found;
}

function storedPassage(sql: Sql, row: Row, acls: AclReader): StoredPassage {
  const span = { start: integerOf(row["start"]), end: integerOf(row["end"]) };
  const document = summaryOf(row, acls);
  return {
    key: integerOf(row["key"]),
    documentId: document.id,
    document,
    ...span,
    text: readSlice(sql, integerOf(row["document"]), span),
    ordinal: integerOf(row["ordinal"]),
    kind: kindOf(textOf(row["kind"])),
    headings: storedStrings(row["headings"]),
    parent: { start: integerOf(row["parent_start"]), end: integerOf(row["parent_end"]) },
    prefix: storedString(row["prefix"]),
    tokens: integerOf(row["tokens"]),
    hash: unpackHash(bytesOf(row["hash"])),
  };
}

function kindOf(kind: string): PassageKind {
  return kind === "list" || kind === "table" || kind === "code" ? kind : "prose";
}
