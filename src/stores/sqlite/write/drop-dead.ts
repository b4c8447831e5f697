// Writes the segments that hold words of deleted documents anew, without them; merges alone would come to that much later.
import { integerOf } from "../../../core/sqlite.ts";
import { deathsOf } from "./deaths.ts";
import { mergeInto } from "./merge-segments.ts";
import { deleteSegment } from "./segment-writer.ts";
import { generationOf, type WriteContext } from "./write-context.ts";

/** One segment per call, so that no transaction grows with the library; false when none of them holds anything dead. */
export function dropDead(write: WriteContext): boolean {
  const row = write
    .sql("select s.id, s.slots, s.generation from segments s join segment_deaths d on d.segment = s.id limit 1")
    .get();
  if (row === undefined) return false;
  const id = integerOf(row["id"]);
  if (deathsOf(write, id).passages >= integerOf(row["slots"])) deleteSegment(write, id);
  else mergeInto(write, generationOf(write, integerOf(row["generation"])), [id]);
  return true;
}
