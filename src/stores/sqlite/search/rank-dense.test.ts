import { DatabaseSync } from "node:sqlite";

import { expect, test } from "vitest";

import { statementsOf } from "../../../core/sqlite.ts";
import { LIBRARY_FORMAT } from "../schema.ts";
import { loadGenerationIndex } from "./generation-index.ts";
import { rankDense } from "./rank-dense.ts";
import { createVectorMemory } from "./vector-memory.ts";

const GENERATION = {
  id: 1,
  chunker: "chunks@1",
  analyzer: "words@1",
  embedder: "fake@1",
  dims: 4,
  state: "active",
  createdAt: 0,
} as const;

test("a question's vector of zeros finds all that is visible without reading a single vector", () => {
  using database = new DatabaseSync(":memory:");
  for (const step of LIBRARY_FORMAT.migrations) database.exec(step);
  const sql = statementsOf(database);
  const search = { sql, index: loadGenerationIndex(sql, GENERATION), memory: createVectorMemory(sql, 4) };
  const mask = Uint8Array.of(1, 0, 1);
  const visible = {
    mask,
    passages: 2,
    documents: 2,
    length: 2,
    rows: Uint16Array.of(0, 2),
    starts: Uint32Array.of(0, 2),
  };
  const { slots, scores, length } = rankDense(search, { vector: new Float32Array(4), limit: 1, visible });
  expect([...slots.subarray(0, length)]).toEqual([0, 2]);
  expect([...scores.subarray(0, length)]).toEqual([0, 0]);
});
