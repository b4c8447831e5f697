// The generations of passages that a library holds.
import { integerOf, type Sql, textOf } from "../../../core/sqlite.ts";
import type { Generation, GenerationState } from "../../../spec/store.ts";

export function readGenerations(sql: Sql): readonly Generation[] {
  return sql("select * from generations order by id")
    .all()
    .map((row) => ({
      id: integerOf(row["id"]),
      chunker: textOf(row["chunker"]),
      analyzer: textOf(row["analyzer"]),
      embedder: row["embedder"] === null ? null : textOf(row["embedder"]),
      dims: integerOf(row["dims"]),
      state: stateOf(textOf(row["state"])),
      createdAt: integerOf(row["created_at"]),
    }));
}

function stateOf(state: string): GenerationState {
  return state === "active" || state === "retired" ? state : "building";
}
