// Overwrites the pages that nothing uses any more and that still hold what was deleted: a table of zeros takes them and goes.
import { integerOf, type Sql } from "../../../core/sqlite.ts";

const PAGES_PER_ROW = 1000;

/** To be committed before they are released: SQLite writes no page that one transaction takes and gives back. */
export function fillFreePages(sql: Sql): void {
  const free = integerOf(sql("pragma freelist_count").get()?.["freelist_count"]);
  const pageSize = integerOf(sql("pragma page_size").get()?.["page_size"]);
  sql("create table if not exists wiped(zeros blob)").run();
  const insert = sql("insert into wiped(zeros) values(zeroblob(?))");
  for (let left = free; left > 0; left -= PAGES_PER_ROW) insert.run(Math.min(left, PAGES_PER_ROW) * pageSize);
}

export function releaseFreePages(sql: Sql): void {
  sql("drop table if exists wiped").run();
}
