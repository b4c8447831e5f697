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
import { createLexicalScratch, type LexicalScratch, rankLexical } from "./rank-lexical.ts";
import { createStopwatch } from "./stopwatch.ts";
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
  refresh(revision: number): void;
  search(query: StoreQuery, revision: number): Hits;
};

type Loaded = {
  revision: number;
  readonly index: GenerationIndex;
  readonly scratch: LexicalScratch;
  readonly visibilities: VisibilityCache;
};

export function createGenerationSearch(sql: Sql, generation: Generation, shared: Surroundings): GenerationSearch {
  let loaded = load(sql, { generation, shared, revision: -1, previous: undefined });
  let vectors: VectorMemory | undefined;
  let vectorsFor: GenerationIndex | undefined;
  const vectorMemory = (): VectorMemory => {
    vectors ??= createVectorMemory(sql, generation.dims);
    if (vectorsFor !== loaded.index) vectors.refresh(loaded.index);
    vectorsFor = loaded.index;
    return vectors;
  };
  return {
    refresh(revision) {
      if (loaded.revision === revision) return;
      loaded = loaded.revision === -1 ? loaded : load(sql, { generation, shared, revision, previous: loaded.index });
      loaded.revision = revision;
    },
    search(query, revision) {
      const watch = createStopwatch();
      const visible = loaded.visibilities.of(query, revision);
      watch.lap("filter");
      const limit = Math.min(Math.max(0, Math.floor(query.limit)), visible.passages);
      const lexical =
        limit === 0 || query.terms.size === 0 ? [] : lexicalHits(loaded, shared, { query, visible, limit });
      watch.lap("lexical");
      const { vector } = query;
      checkVector(generation, vector);
      const dense =
        limit === 0 || vector === undefined || generation.embedder === null
          ? []
          : bestHits(
              loaded.index,
              rankDense({ sql, index: loaded.index, memory: vectorMemory() }, { vector, limit, visible }),
              limit,
            );
      watch.lap("dense");
      return {
        generation: generation.id,
        lexical,
        dense,
        exact: true,
        visible: visible.passages,
        timingsMs: watch.laps,
      };
    },
  };
}

type Loading = {
  readonly generation: Generation;
  readonly shared: Surroundings;
  readonly revision: number;
  readonly previous: GenerationIndex | undefined;
};

function load(sql: Sql, { generation, shared, revision, previous }: Loading): Loaded {
  const index = loadGenerationIndex(sql, generation, previous);
  return {
    revision,
    index,
    scratch: createLexicalScratch(index),
    visibilities: createVisibilityCache(index, shared),
  };
}

type Leg = {
  readonly query: StoreQuery;
  readonly visible: Visibility;
  readonly limit: number;
};

function lexicalHits(loaded: Loaded, { blocks }: Surroundings, { query, visible, limit }: Leg): readonly Hit[] {
  const { index, scratch } = loaded;
  const { terms, ranking } = query;
  return bestHits(index, rankLexical({ index, blocks, scratch }, { terms, ranking, visible }), limit);
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
