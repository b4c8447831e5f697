// The life of a generation: building, active, retired, dropped.
import { SchoolbookError } from "../../core/errors.ts";
import { integerOf, textOf } from "../../core/sqlite.ts";
import type { Generation, GenerationId, GenerationSpec } from "../../spec/store.ts";
import { deleteSegment } from "./write/segment-writer.ts";
import { generationOf, type WriteContext } from "./write/write-context.ts";

export function createGeneration(write: WriteContext, spec: GenerationSpec, createdAt: number): Generation {
  const { chunker, analyzer, embedder, dims } = spec;
  if (embedder !== null && !(Number.isInteger(dims) && dims > 0)) {
    throw new SchoolbookError("input_invalid", `A generation with an embedder cannot have ${dims} dimensions.`);
  }
  const row = write
    .sql(`insert into generations(chunker, analyzer, embedder, dims, state, created_at) values(?, ?, ?, ?, 'building', ?)
      returning id`)
    .get(chunker, analyzer, embedder, dims, createdAt);
  const id = integerOf(row?.["id"]);
  write.sql("insert into pending(generation, document) select ?, key from documents").run(id);
  return { id, chunker, analyzer, embedder, dims, state: "building", createdAt };
}

/** Switches searches over; the generation used before is kept, retired. */
export function activateGeneration(write: WriteContext, id: GenerationId): void {
  generationOf(write, id);
  const waiting = write
    .sql("select d.id from pending p join documents d on d.key = p.document where p.generation = ? limit 1")
    .get(id);
  if (waiting !== undefined) {
    const documentId = textOf(waiting["id"]);
    const message = `Generation ${id} cannot be switched to: ${documentId} is not indexed in it yet.`;
    throw new SchoolbookError("library_mismatch", message, { details: { generation: id, documentId } });
  }
  write.sql("update generations set state = 'retired' where state = 'active' and id <> ?").run(id);
  write.sql("update generations set state = 'active' where id = ?").run(id);
}

/** Removes a generation with everything in it; the active one is refused. */
export function dropGeneration(write: WriteContext, id: GenerationId): void {
  if (generationOf(write, id).state === "active") {
    throw new SchoolbookError("usage", `Generation ${id} is the active one and cannot be dropped.`, {
      hint: "Switch to another generation first.",
      details: { generation: id },
    });
  }
  for (const row of write.sql("select id from segments where generation = ?").all(id)) {
    deleteSegment(write, integerOf(row["id"]));
  }
  const first = write.sql("select first_passage, passages from indexed where generation = ? and passages > 0").all(id);
  const remove = write.sql("delete from passages where key >= ? and key < ?");
  for (const row of first) {
    const key = integerOf(row["first_passage"]);
    remove.run(key, key + integerOf(row["passages"]));
  }
  write.sql("delete from indexed where generation = ?").run(id);
  write.sql("delete from pending where generation = ?").run(id);
  write.sql("delete from generations where id = ?").run(id);
}
