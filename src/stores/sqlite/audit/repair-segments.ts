// Segments after damage: unreadable ones go, and in the others exactly what the index entries point at is alive.
import { bytesOf, integerOf } from "../../../core/sqlite.ts";
import { decodeDirectory, type Directory, setBit } from "../segment/directory.ts";
import { partKeys } from "../segment/part-keys.ts";
import { deleteSegment } from "../write/segment-writer.ts";
import type { WriteContext } from "../write/write-context.ts";
import { partOwners } from "./audit-segments.ts";
import { unindex } from "./unindex.ts";

/** Drops segments whose directory cannot be read; their documents lose their passages and become pending. */
export function dropUnreadableSegments(write: WriteContext): void {
  const { sql } = write;
  const readable = new Set<number>();
  for (const row of sql("select id from segments").all()) {
    const id = integerOf(row["id"]);
    if (readDirectory(write, id) === undefined) deleteSegment(write, id);
    else readable.add(id);
  }
  for (const row of sql("select generation, document, segment from indexed where passages > 0").all()) {
    if (!readable.has(integerOf(row["segment"])))
      unindex(write, integerOf(row["generation"]), integerOf(row["document"]));
  }
}

function readDirectory({ sql }: WriteContext, id: number): Directory | undefined {
  try {
    const row = sql("select directory from segments where id = ?").get(id);
    const directory = decodeDirectory(bytesOf(row?.["directory"]));
    const slots = directory.passageCounts.reduce((sum, count) => sum + count, 0);
    return slots === directory.slots ? directory : undefined;
  } catch {
    // why: only damaged bytes can fail here, and undefined is how they are reported.
    return undefined;
  }
}

/** Marks everything dead that no index entry points at, and drops segments and parts that nothing is left of. */
export function reconcileSegments(write: WriteContext): void {
  const { sql } = write;
  for (const row of sql("select id, generation from segments").all()) {
    reconcile(write, integerOf(row["id"]), integerOf(row["generation"]));
  }
  for (const table of ["term_blocks", "vector_chunks"] as const) {
    for (const segment of partOwners(write, table)) {
      if (sql("select 1 from segments where id = ?").get(segment) !== undefined) continue;
      sql(`delete from ${table} where key >= ? and key < ?`).run(...partKeys(segment));
    }
  }
  sql("delete from segment_deaths where segment not in (select id from segments)").run();
}

function reconcile(write: WriteContext, id: number, generation: number): void {
  const { sql } = write;
  const directory = write.directories.of(id);
  const find = sql(
    "select 1 from indexed where generation = ? and document = ? and segment = ? and first_passage = ? and passages = ?",
  );
  const deaths = { passages: 0, documents: new Uint8Array(Math.ceil(directory.documents / 8)), changed: true };
  const expected = new Set<number>();
  for (let entry = 0; entry < directory.documents; entry++) {
    const document = directory.documentKeys[entry] ?? 0;
    const count = directory.passageCounts[entry] ?? 0;
    if (find.get(generation, document, id, directory.firstPassages[entry] ?? 0, count) === undefined) {
      setBit(deaths.documents, entry);
      deaths.passages += count;
    } else expected.add(document);
  }
  for (const row of sql("select document from indexed where segment = ? and generation = ? and passages > 0").all(
    id,
    generation,
  )) {
    if (!expected.has(integerOf(row["document"]))) unindex(write, generation, integerOf(row["document"]));
  }
  if (deaths.passages === directory.slots) deleteSegment(write, id);
  else write.deaths.set(id, deaths);
}
