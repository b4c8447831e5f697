// Documents by id, the manifest that a sync compares with, and what is pending.
import { SchoolbookError } from "../../../core/errors.ts";
import { integerOf, type Sql, textOf } from "../../../core/sqlite.ts";
import type { Document, DocumentId } from "../../../spec/document.ts";
import type { GenerationId, ManifestEntry } from "../../../spec/store.ts";
import { createAclReader, mayRead } from "./acls.ts";
import { documentOf } from "./document-row.ts";
import { readGenerations } from "./generations.ts";
import { packHash } from "./pack-hash.ts";
import type { Reading } from "./passages.ts";

/** Undefined when it does not exist or may not be read: the two cannot be told apart. */
export function readDocument(sql: Sql, id: DocumentId, { acls, principals }: Reading): Document | undefined {
  const row = sql("select * from documents where id = ?").get(id);
  if (row === undefined || !mayRead(acls(integerOf(row["acl"])), principals)) return undefined;
  return documentOf(sql, acls, row);
}

const MANIFEST =
  "select id, source, uri, acl, content_hash, text_hash, fingerprint, parser, modified_at from documents";

/** Row by row: of a million documents no more than the entries themselves is held. */
export function readManifest(sql: Sql, source: string | undefined): ReadonlyMap<DocumentId, ManifestEntry> {
  const acls = createAclReader(sql);
  const shared = createSharing();
  const rows =
    source === undefined
      ? sql(`${MANIFEST} order by key`).iterate()
      : sql(`${MANIFEST} where source = ? order by key`).iterate(source);
  const manifest = new Map<DocumentId, ManifestEntry>();
  for (const row of rows) {
    const id = textOf(row["id"]);
    manifest.set(id, {
      id,
      source: shared(textOf(row["source"])),
      uri: textOf(row["uri"]),
      contentHash: textOf(row["content_hash"]),
      textHash: textOf(row["text_hash"]),
      fingerprint: textOf(row["fingerprint"]),
      parser: shared(textOf(row["parser"])),
      acl: acls(integerOf(row["acl"])),
      modifiedAt: integerOf(row["modified_at"]),
    });
  }
  return manifest;
}

/** One copy of each text for all rows that have it. */
function createSharing(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const first = known.get(text) ?? text;
    known.set(text, first);
    return first;
  };
}

export function readSourceState(sql: Sql, source: string): string | undefined {
  const row = sql("select state from source_states where source = ?").get(source);
  return row === undefined ? undefined : textOf(row["state"]);
}

export function readKnownVectors(sql: Sql, hashes: readonly string[], generation: GenerationId): ReadonlySet<string> {
  const find = sql("select 1 from passages where hash = ? and generation = ? and vector is not null limit 1");
  return new Set(hashes.filter((hash) => find.get(packHash(hash), generation) !== undefined));
}

/** Up to `limit` documents that the generation has no up-to-date passages of. */
export function readPending(sql: Sql, generation: GenerationId, limit: number): readonly Document[] {
  if (!readGenerations(sql).some(({ id }) => id === generation)) {
    throw new SchoolbookError("not_found", `The library has no generation ${generation}.`, { details: { generation } });
  }
  const acls = createAclReader(sql);
  return sql(`select d.* from pending p join documents d on d.key = p.document where p.generation = ?
    order by p.document limit ?`)
    .all(generation, Math.max(0, limit))
    .map((row) => documentOf(sql, acls, row));
}
