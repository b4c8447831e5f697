// Takes a document out of a generation without trusting the segment that it lies in.
import { integerOf } from "../../../core/sqlite.ts";
import type { GenerationId } from "../../../spec/store.ts";
import type { WriteContext } from "../write/write-context.ts";

/** Its entry in the segment is marked as dead when the segments are reconciled. */
export function unindex({ sql }: WriteContext, generation: GenerationId, document: number): void {
  const row = sql("delete from indexed where generation = ? and document = ? returning first_passage, passages").get(
    generation,
    document,
  );
  if (row === undefined) return;
  const first = integerOf(row["first_passage"]);
  sql("delete from passages where key >= ? and key < ?").run(first, first + integerOf(row["passages"]));
}
