// Damages a library file behind the store's back, as a bad disk would, so that repairs have something to mend.
import { DatabaseSync } from "node:sqlite";

/** One loss each, in what a store derives from documents: never in the documents themselves. */
const LOSSES = [
  "delete from term_blocks where key = (select key from term_blocks order by key limit 1 offset ?)",
  "delete from vector_chunks where key = (select key from vector_chunks order by key limit 1 offset ?)",
  "delete from passages where key = (select key from passages order by key limit 1 offset ?)",
  "update vector_chunks set body = zeroblob(length(body)) where key = (select key from vector_chunks order by key limit 1 offset ?)",
  "delete from indexed where document = (select document from indexed order by document limit 1 offset ?)",
  "delete from segments where id = (select id from segments order by id limit 1 offset ?)",
] as const;

/** Does the `n`th damage: another kind and another place for each number. */
export function damage(path: string, n: number): void {
  const database = new DatabaseSync(path, { timeout: 5000 });
  try {
    const loss = LOSSES[n % LOSSES.length] ?? LOSSES[0];
    database.prepare(loss).run(n % 3);
  } finally {
    database.close();
  }
}
