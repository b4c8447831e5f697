// One write transaction on the library: what it has counted, cached and not yet written down.
import { SchoolbookError } from "../../../core/errors.ts";
import { integerOf, type Sql } from "../../../core/sqlite.ts";
import type { Generation, GenerationId } from "../../../spec/store.ts";
import { readGenerations } from "../rows/generations.ts";
import { REMEMBERED_REVISIONS } from "../schema.ts";
import { createDirectoryCache, type DirectoryCache } from "../segment/directory-cache.ts";
import { type AccessChanges, createAccessChanges, writeAccess } from "./access-lists.ts";
import { type Deaths, writeDeaths } from "./deaths.ts";

export type WriteContext = {
  readonly sql: Sql;
  /** What this transaction stamps on everything that readers must notice. */
  readonly revision: number;
  readonly directories: DirectoryCache;
  readonly access: AccessChanges;
  readonly deaths: Map<number, Deaths>;
  /** Documents whose row, and so perhaps whose fields, this transaction has written. */
  readonly changedDocuments: Set<number>;
  /** The next passage key; keys are never used twice. */
  nextPassage: number;
};

/** Call inside a transaction; `work` and everything it left unwritten is done when this returns. */
export function writeWith<Result>(sql: Sql, work: (write: WriteContext) => Result): Result {
  const state = sql("update state set revision = revision + 1 returning revision, next_passage").get();
  const write: WriteContext = {
    sql,
    revision: integerOf(state?.["revision"]),
    nextPassage: integerOf(state?.["next_passage"]),
    directories: createDirectoryCache(sql),
    access: createAccessChanges(),
    deaths: new Map(),
    changedDocuments: new Set(),
  };
  const result = work(write);
  writeAccess(write);
  writeDeaths(write);
  writeChanges(write);
  sql("update state set next_passage = ?").run(write.nextPassage);
  return result;
}

function writeChanges({ sql, revision, changedDocuments }: WriteContext): void {
  if (changedDocuments.size === 0) return;
  const documents = new Uint8Array(Uint32Array.from(changedDocuments).buffer);
  sql("insert into document_changes(revision, documents) values(?, ?)").run(revision, documents);
  sql("delete from document_changes where revision <= ?").run(revision - REMEMBERED_REVISIONS);
}

/** Sets aside `count` passage keys and returns the first. */
export function takePassageKeys(write: WriteContext, count: number): number {
  write.nextPassage += count;
  return write.nextPassage - count;
}

export function takeSegmentId({ sql }: WriteContext): number {
  return (
    integerOf(sql("update state set next_segment = next_segment + 1 returning next_segment").get()?.["next_segment"]) -
    1
  );
}

export function generationOf({ sql }: WriteContext, id: GenerationId): Generation {
  const found = readGenerations(sql).find((generation) => generation.id === id);
  if (found !== undefined) return found;
  throw new SchoolbookError("not_found", `The library has no generation ${id}.`, { details: { generation: id } });
}
