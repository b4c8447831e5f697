// Counts of what a library holds.
import { integerOf, type Sql, textOf } from "../../../core/sqlite.ts";
import type { StoreStats } from "../../../spec/store.ts";
import { LIBRARY_FORMAT } from "../schema.ts";
import { createTermCursor } from "../segment/term-cursor.ts";
import { compareRanges } from "../segment/term-key.ts";
import { readGenerations } from "./generations.ts";

/** Passages, vectors and terms are those of the active generation; terms count until a merge drops their last passage. */
export function readStats(sql: Sql): StoreStats {
  const generations = readGenerations(sql);
  const active = generations.find(({ state }) => state === "active");
  const count = (text: string): number => integerOf(sql(text).get(active?.id ?? 0)?.["n"]);
  const passages = count("select coalesce(sum(passages), 0) as n from indexed where generation = ?");
  const sources = sql("select source, count(*) as n from documents group by source order by source").all();
  return {
    documents: integerOf(sql("select count(*) as n from documents").get()?.["n"]),
    passages,
    vectors: active?.embedder === null ? 0 : passages,
    terms: active === undefined ? 0 : countTerms(sql, active.id),
    bytes: fileBytes(sql),
    sources: Object.fromEntries(sources.map((row) => [textOf(row["source"]), integerOf(row["n"])])),
    generations,
    schemaVersion: LIBRARY_FORMAT.migrations.length,
  };
}

function fileBytes(sql: Sql): number {
  const pages = integerOf(sql("pragma page_count").get()?.["page_count"]);
  return pages * integerOf(sql("pragma page_size").get()?.["page_size"]);
}

function countTerms(sql: Sql, generation: number): number {
  const cursors = sql("select id from segments where generation = ?")
    .all(generation)
    .map((row) => createTermCursor(sql, integerOf(row["id"])));
  for (let terms = 0; ; terms++) {
    const [least] = cursors.flatMap(({ entry }) => (entry === undefined ? [] : [entry.term])).toSorted(compareRanges);
    if (least === undefined) return terms;
    for (const cursor of cursors) {
      if (cursor.entry !== undefined && compareRanges(cursor.entry.term, least) === 0) cursor.next();
    }
  }
}
