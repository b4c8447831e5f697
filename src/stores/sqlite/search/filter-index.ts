// Which documents pass a metadata filter; remembered, and after a commit only looked up again for what changed.
import { bytesOf, integerOf, type Sql, textOf } from "../../../core/sqlite.ts";
import type { Metadata, MetadataValue } from "../../../spec/document.ts";
import type { Filter } from "../../../spec/filter.ts";
import type { Row } from "../rows/document-row.ts";
import { storedMetadata, storedString } from "../rows/stored-json.ts";
import { REMEMBERED_REVISIONS } from "../schema.ts";
import { wordsOf } from "../segment/list-block.ts";
import { type Fields, matchesFilter } from "./match-filter.ts";

/** How many different filters are remembered. */
const REMEMBERED = 16;

type Passing = {
  revision: number;
  byDocument: Uint8Array<ArrayBuffer>;
};

export type FilterIndex = {
  /** Per document key: 1 when the document passes. */
  passing(filter: Filter, revision: number): Uint8Array;
};

export function createFilterIndex(sql: Sql): FilterIndex {
  const remembered = new Map<string, Passing>();
  return {
    passing(filter, revision) {
      const spelling = JSON.stringify(filter);
      const passing = remembered.get(spelling) ?? { revision: -1, byDocument: new Uint8Array(0) };
      remembered.delete(spelling);
      refresh(sql, { filter, passing, revision });
      passing.revision = revision;
      remembered.set(spelling, passing);
      for (const oldest of remembered.keys()) if (remembered.size > REMEMBERED) remembered.delete(oldest);
      return passing.byDocument;
    },
  };
}

type Refresh = {
  readonly filter: Filter;
  readonly passing: Passing;
  readonly revision: number;
};

function refresh(sql: Sql, { filter, passing, revision }: Refresh): void {
  const last = integerOf(sql("select max(key) as last from documents").get()?.["last"]);
  if (passing.byDocument.length <= last) {
    const larger = new Uint8Array(Math.ceil((last + 1) * 1.25));
    larger.set(passing.byDocument);
    passing.byDocument = larger;
  }
  for (const row of changedRows(sql, passing.revision, revision)) {
    passing.byDocument[integerOf(row["key"])] = matchesFilter(fieldsOf(row), filter) ? 1 : 0;
  }
}

const FIELDS = "select key, source, uri, title, media_type, modified_at, metadata from documents";

/** Rows written since a revision; all of them when that is longer ago than is remembered. */
function* changedRows(sql: Sql, since: number, revision: number): Generator<Row> {
  if (since < 0 || revision - since > REMEMBERED_REVISIONS) {
    yield* sql(FIELDS).iterate();
    return;
  }
  const keys = sql("select documents from document_changes where revision > ?")
    .all(since)
    .flatMap((row) => [...wordsOf(bytesOf(row["documents"]))]);
  for (const key of new Set(keys)) {
    const row = sql(`${FIELDS} where key = ?`).get(key);
    if (row !== undefined) yield row;
  }
}

function fieldsOf(row: Row): Fields {
  let metadata: Metadata | undefined;
  return (name): MetadataValue | undefined => {
    switch (name) {
      case "source":
        return textOf(row["source"]);
      case "uri":
        return textOf(row["uri"]);
      case "title":
        return storedString(row["title"]);
      case "mediaType":
        return textOf(row["media_type"]);
      case "modifiedAt":
        return integerOf(row["modified_at"]);
      default:
        metadata ??= storedMetadata(row["metadata"]);
        return Object.hasOwn(metadata, name) ? metadata[name] : undefined;
    }
  };
}
