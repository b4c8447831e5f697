// Passages with their text and document, for those who may read them.
import { bytesOf, integerOf, type Sql, textOf } from "../../../core/sqlite.ts";
import type { Principals } from "../../../spec/access.ts";
import type { PassageKind } from "../../../spec/document.ts";
import type { PassageKey, StoredPassage } from "../../../spec/store.ts";
import { type AclReader, createAclReader, mayRead } from "./acls.ts";
import { readSlice, type Row, summaryOf } from "./document-row.ts";
import { unpackHash } from "./pack-hash.ts";
import { storedString, storedStrings } from "./stored-json.ts";

const SELECT = `select p.key, p.document, p.ordinal, p.start, p."end", p.parent_start, p.parent_end, p.kind, p.headings,
  p.prefix, p.tokens, p.hash from passages p where p.key = ?`;

/** In the order of the keys; what is gone or may not be read is left out. */
export function readPassages(sql: Sql, keys: readonly PassageKey[], principals: Principals): readonly StoredPassage[] {
  const acls = createAclReader(sql);
  return keys.flatMap((key) => {
    const row = Number.isSafeInteger(key) ? sql(SELECT).get(key) : undefined;
    return row === undefined ? [] : storedPassage(sql, row, { acls, principals });
  });
}

type Reading = {
  readonly acls: AclReader;
  readonly principals: Principals;
};

function storedPassage(sql: Sql, row: Row, { acls, principals }: Reading): StoredPassage[] {
  const documentKey = integerOf(row["document"]);
  const document = sql("select * from documents where key = ?").get(documentKey);
  if (document === undefined || !mayRead(acls(integerOf(document["acl"])), principals)) return [];
  const span = { start: integerOf(row["start"]), end: integerOf(row["end"]) };
  const summary = summaryOf(document, acls);
  return [
    {
      key: integerOf(row["key"]),
      documentId: summary.id,
      document: summary,
      ...span,
      text: readSlice(sql, documentKey, span),
      ordinal: integerOf(row["ordinal"]),
      kind: kindOf(textOf(row["kind"])),
      headings: storedStrings(row["headings"]),
      parent: { start: integerOf(row["parent_start"]), end: integerOf(row["parent_end"]) },
      prefix: storedString(row["prefix"]),
      tokens: integerOf(row["tokens"]),
      hash: unpackHash(bytesOf(row["hash"])),
    },
  ];
}

function kindOf(kind: string): PassageKind {
  return kind === "list" || kind === "table" || kind === "code" ? kind : "prose";
}
