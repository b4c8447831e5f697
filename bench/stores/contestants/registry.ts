// Who is measured, by name; the first is ours.
import type { Contestant, Place } from "./contestant.ts";
import { createLanceDb } from "./lancedb.ts";
import { createLangChainMemory } from "./langchain-memory.ts";
import { createOrama } from "./orama.ts";
import { createSchoolbook } from "./schoolbook.ts";
import { createSqliteVec } from "./sqlite-vec.ts";

export const CONTESTANTS = {
  schoolbook: createSchoolbook,
  "lancedb-flat": (place: Place) => createLanceDb(place, "flat"),
  "lancedb-hnsw": (place: Place) => createLanceDb(place, "hnsw"),
  "sqlite-vec": createSqliteVec,
  orama: createOrama,
  "langchain-memory": createLangChainMemory,
} as const satisfies Record<string, (place: Place) => Contestant>;

export type ContestantName = keyof typeof CONTESTANTS;

export const NAMES: readonly ContestantName[] = [
  "schoolbook",
  "lancedb-flat",
  "lancedb-hnsw",
  "sqlite-vec",
  "orama",
  "langchain-memory",
];

export function isContestant(name: string): name is ContestantName {
  return Object.hasOwn(CONTESTANTS, name);
}
