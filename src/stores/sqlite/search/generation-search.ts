// Searches in one generation: visibility first, then each leg over exactly that.
import { SchoolbookError } from "../../../core/errors.ts";
import type { Sql } from "../../../core/sqlite.ts";
import type { Generation, Hit, Hits, StoreQuery } from "../../../spec/store.ts";
import type { AccessIndex } from "./access-index.ts";
import type { BlockCache } from "./block-cache.ts";
import { bestHits } from "./candidates.ts";
import type { FilterIndex } from "./filter-index.ts";
import { type GenerationIndex, loadGenerationIndex } from "./generation-index.ts";
import { rankDense } from "./rank-dense.ts";
import { createLexicalScratch, fitsScratch, type LexicalScratch, rankLexical } from "./rank-lexical.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { createVectorMemory, type VectorMemory } from "./vector-memory.ts";
import { createVisibilityCache, type VisibilityCache } from "./visibility-cache.ts";
import type { Visibility } from "./visibility.ts";

/** What all generations of a library share. */
export type Surroundings = {
  readonly access: AccessIndex;
  readonly filters: FilterIndex;
  readonly blocks: BlockCache;
};

export type GenerationSearch = {
  search(query: StoreQuery, state: SearchState): Hits;
  /** Reads what has changed, except vectors. */
  refresh(revision: number): void;
};

export type SearchState = {
  readonly revision: number;
  readonly watch: Stopwatch;
};

type Loaded = {
  readonly revision: number;
  readonly index: GenerationIndex;
  readonly visibilities: VisibilityCache;
};

export function createGenerationSearch(sql: Sql, generation: Generation, shared: Surroundings): GenerationSearch {
  const vectors = createVectorLoader(sql, generation);
  const scratchFor = createScratchKeeper();
  let loaded: Loaded | undefined;
  const refresh = (revision: number): Loaded => {
    if (loaded?.revision === revision) return loaded;
    const index = loadGenerationIndex(sql, generation, loaded?.index);
    loaded = { revision, index, visibilities: createVisibilityCache(index, shared) };
    return loaded;
  };
  const lexicalHits = (index: GenerationIndex, { query, visible, limit }: Leg): readonly Hit[] => {
    const { terms, ranking } = query;
    if (limit === 0 || terms.size === 0) return [];
    const search = { index, blocks: shared.blocks, scratch: scratchFor(index) };
    return bestHits(index, rankLexical(search, { terms, ranking, visible }), limit);
  };
  const denseHits = (index: GenerationIndex, { query: { vector }, visible, limit }: Leg): readonly Hit[] => {
    checkVector(generation, vector);
    if (limit === 0 || vector === undefined || generation.embedder === null) return [];
    return bestHits(index, rankDense({ sql, index, memory: vectors(index) }, { vector, limit, visible }), limit);
  };
  return {
    refresh,
    search(query, { revision, watch }) {
      const { index, visibilities } = refresh(revision);
      const visible = visibilities.of(query, revision);
      watch.lap("filter");
      const leg = { query, visible, limit: Math.min(Math.max(0, Math.floor(query.limit)), visible.passages) };
      const lexical = lexicalHits(index, leg);
      watch.lap("lexical");
      const dense = denseHits(index, leg);
      watch.lap("dense");
      const { passages } = visible;
      return { generation: generation.id, lexical, dense, exact: true, visible: passages, timingsMs: watch.laps };
    },
  };
}

type Leg = {
  readonly query: StoreQuery;
  readonly visible: Visibility;
  readonly limit: number;
};

/** Vectors are loaded by the first search that needs them, and after a commit only those that are new. */
function createVectorLoader(sql: Sql, { dims }: Generation): (index: GenerationIndex) => VectorMemory {
  let memory: VectorMemory | undefined;
  let loadedFor: GenerationIndex | undefined;
  return (index) => {
    memory ??= createVectorMemory(sql, dims);
    if (loadedFor !== index) memory.refresh(index);
    loadedFor = index;
    return memory;
  };
}

/** The same scratch for as long as the generation fits into it. */
function createScratchKeeper(): (index: GenerationIndex) => LexicalScratch {
  let scratch: LexicalScratch | undefined;
  return (index) => {
    if (scratch === undefined || !fitsScratch(scratch, index)) scratch = createLexicalScratch(index);
    return scratch;
  };
}

function checkVector({ id, dims, embedder }: Generation, vector: Float32Array | undefined): void {
  if (vector === undefined || embedder === null) return;
  if (vector.length !== dims) {
    const message = `The question's vector has ${vector.length} dimensions, generation ${id} has ${dims}.`;
    throw new SchoolbookError("library_mismatch", message, { details: { generation: id } });
  }
  if (!vector.every(Number.isFinite)) {
    throw new SchoolbookError("input_invalid", "The question's vector holds a value that is not a finite number.");
  }
}
