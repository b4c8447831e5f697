// Answers searches on one read-only connection: each in its own snapshot of the file, with what it needs kept in memory.
import type { DatabaseSync } from "node:sqlite";

import { SchoolbookError } from "../../../core/errors.ts";
import { integerOf, type Sql, statementsOf } from "../../../core/sqlite.ts";
import type { Generation, GenerationId, Hits, StoreQuery } from "../../../spec/store.ts";
import { contentMark } from "../rows/content-mark.ts";
import { readGenerations } from "../rows/generations.ts";
import { createAccessIndex } from "./access-index.ts";
import { createBlockCache } from "./block-cache.ts";
import { createFilterIndex } from "./filter-index.ts";
import { createGenerationSearch, type GenerationSearch, type Surroundings } from "./generation-search.ts";
import { createStopwatch, type Stopwatch } from "./stopwatch.ts";

const BLOCK_CACHE_BYTES = 32 * 1024 * 1024;

export type Searcher = {
  search(query: StoreQuery): Hits;
  /** Reads what the first search would have to, except vectors. */
  warmUp(): void;
};

type Memory = Surroundings & {
  readonly mark: string;
  revision: number;
  generations: readonly Generation[];
  readonly searches: Map<GenerationId, GenerationSearch>;
};

export function createSearcher(database: DatabaseSync): Searcher {
  const sql = statementsOf(database);
  let memory: Memory | undefined;
  const inSnapshot = <Result>(work: (current: Memory, watch: Stopwatch) => Result): Result => {
    const watch = createStopwatch();
    sql("begin").run();
    try {
      memory = upToDate(sql, memory);
      return work(memory, watch);
    } catch (error) {
      // why: what was read half-way is not to be trusted by the next search.
      memory = undefined;
      throw error instanceof RangeError ? unreadable(error) : error;
    } finally {
      sql("commit").run();
    }
  };
  return {
    search: (query) => inSnapshot((current, watch) => searchIn(sql, current, { query, watch })),
    warmUp: () =>
      inSnapshot((current) => {
        const active = current.generations.find(({ state }) => state === "active");
        if (active !== undefined) searchOf(sql, current, active);
      }),
  };
}

/** Damaged bytes make their decoders throw a RangeError. */
function unreadable(cause: RangeError): SchoolbookError {
  return new SchoolbookError("library_damaged", `The search index cannot be read: ${cause.message}`, { cause });
}

function upToDate(sql: Sql, memory: Memory | undefined): Memory {
  const mark = contentMark(sql);
  const revision = integerOf(sql("select revision from state").get()?.["revision"]);
  const current = memory?.mark === mark ? memory : emptyMemory(sql, mark);
  if (current.revision === revision) return current;
  current.revision = revision;
  current.access.refresh();
  current.generations = readGenerations(sql);
  for (const id of current.searches.keys()) {
    if (!current.generations.some((generation) => generation.id === id)) current.searches.delete(id);
  }
  return current;
}

function emptyMemory(sql: Sql, mark: string): Memory {
  return {
    mark,
    revision: -1,
    generations: [],
    searches: new Map(),
    access: createAccessIndex(sql),
    filters: createFilterIndex(sql),
    blocks: createBlockCache(sql, BLOCK_CACHE_BYTES),
  };
}

type Question = {
  readonly query: StoreQuery;
  readonly watch: Stopwatch;
};

function searchIn(sql: Sql, memory: Memory, { query, watch }: Question): Hits {
  const search = searchOf(sql, memory, generationOf(memory, query));
  watch.lap("refresh");
  return search.search(query, { revision: memory.revision, watch });
}

function searchOf(sql: Sql, memory: Memory, generation: Generation): GenerationSearch {
  const search = memory.searches.get(generation.id) ?? createGenerationSearch(sql, generation, memory);
  memory.searches.set(generation.id, search);
  search.refresh(memory.revision);
  return search;
}

function generationOf({ generations }: Memory, { generation: asked }: StoreQuery): Generation {
  if (asked === undefined) {
    const active = generations.find(({ state }) => state === "active");
    if (active === undefined) throw new SchoolbookError("library_missing", "The library has no active generation yet.");
    return active;
  }
  const found = generations.find(({ id }) => id === asked);
  if (found !== undefined) return found;
  throw new SchoolbookError("not_found", `The library has no generation ${asked}.`, { details: { generation: asked } });
}
