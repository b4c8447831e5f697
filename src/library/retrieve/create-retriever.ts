// From a question to passages: analyse, embed, ask the store, fuse, rerank, fetch, leave out repeats, expand.
import { SchoolbookError } from "../../core/errors.ts";
import { systemRuntime, type Runtime } from "../../core/runtime.ts";
import type { Embedder } from "../../spec/embedder.ts";
import type { Reranker } from "../../spec/reranker.ts";
import type { Retriever, SearchHit, SearchRequest, SearchResult } from "../../spec/retriever.ts";
import type { GenerationId, Hits, Store, StoredPassage } from "../../spec/store.ts";
import { analyzeQuestion } from "../index/analyze.ts";
import { createRepeatFilter } from "./drop-repeats.ts";
import { expandParents } from "./expand-parents.ts";
import { fuseLegs, type FusedHit } from "./fuse-legs.ts";
import { measureRarity } from "./measure-rarity.ts";
import { rerankHits } from "./rerank-hits.ts";
import { DEFAULT_RETRIEVAL, type RetrievalSettings } from "./settings.ts";
import { createStopwatch, type Stopwatch } from "./stopwatch.ts";

export { DEFAULT_RETRIEVAL, type RetrievalSettings } from "./settings.ts";

export type RetrieverOptions = {
  readonly store: Pick<Store, "search" | "passages" | "document" | "generations">;
  /** Without one, or when the generation was built without one, the search is lexical. */
  readonly embedder?: Embedder;
  readonly reranker?: Reranker;
  readonly settings?: Partial<RetrievalSettings>;
  readonly analyze?: (question: string) => ReadonlyMap<string, number>;
  readonly runtime?: Pick<Runtime, "monotonicMs">;
};

type Context = RetrieverOptions & {
  readonly analyze: (question: string) => ReadonlyMap<string, number>;
  readonly settings: RetrievalSettings;
};

/** Finds passages for whoever asks; nothing that they may not read has any influence on the result. */
export function createRetriever(options: RetrieverOptions): Retriever {
  const settings = { ...DEFAULT_RETRIEVAL, ...options.settings };
  const context = { ...options, analyze: options.analyze ?? analyzeQuestion, settings };
  const clock = options.runtime ?? systemRuntime();
  return { search: async (request) => search(context, request, createStopwatch(clock)) };
}

/** A pasted page is searched for by its beginning: the time of a search grows with its terms, what they add does not. */
const MAX_TERMS = 256;

async function search(context: Context, request: SearchRequest, watch: Stopwatch): Promise<SearchResult> {
  request.abortSignal?.throwIfAborted();
  const terms = new Map([...context.analyze(request.query)].slice(0, MAX_TERMS));
  watch.lap("analyze");
  const found = await askStore(context, request, { terms, watch });
  const fused = fuseLegs(found, context.settings.fusion);
  watch.lap("fuse");
  let hits = await fetchHits(context, request, fused);
  watch.lap("fetch");
  hits = await rerankHits(hits, context.reranker, request);
  if (context.reranker !== undefined) watch.lap("rerank");
  if (context.settings.expandParents) {
    hits = await expandParents(hits, context.store, request.principals);
    watch.lap("parents");
  }
  const rarity = request.rarity === true ? await measureRarity(context.store, request, { terms, found }) : undefined;
  if (rarity !== undefined) watch.lap("rarity");
  const { exact, visible, generation } = found;
  const timingsMs = { ...found.timingsMs, ...watch.laps() };
  return { hits, exact, visible, generation, terms: [...terms.keys()], ...(rarity && { rarity }), timingsMs };
}

type Asked = { readonly terms: ReadonlyMap<string, number>; readonly watch: Stopwatch };

async function askStore(context: Context, request: SearchRequest, { terms, watch }: Asked): Promise<Hits> {
  const { settings, store, embedder } = context;
  const dense = embedder === undefined ? {} : await questionVector(store, embedder, request);
  if (embedder !== undefined) watch.lap("embed");
  const hits = await store.search({
    principals: request.principals,
    terms,
    limit: Math.max(settings.candidates, request.limit),
    ranking: settings.ranking,
    ...(request.where && { where: request.where }),
    ...(request.generation !== undefined && { generation: request.generation }),
    ...dense,
  });
  watch.lap("store");
  return hits;
}

type DenseQuery = { readonly generation?: GenerationId; readonly vector?: Float32Array };

/** Names the generation that the vector is for, so that a switch in between cannot mix two embedders. */
async function questionVector(
  store: Pick<Store, "generations">,
  embedder: Embedder,
  { query, generation: asked, abortSignal }: SearchRequest,
): Promise<DenseQuery> {
  const generations = await store.generations();
  const generation = generations.find(({ id, state }) => (asked === undefined ? state === "active" : id === asked));
  if (generation === undefined || generation.embedder === null) return {};
  if (generation.embedder !== embedder.fingerprint) {
    const message = `Generation ${generation.id} was embedded with ${generation.embedder}, questions are embedded with ${embedder.fingerprint}.`;
    throw new SchoolbookError("library_mismatch", message);
  }
  const [vector] = await embedder.embed([query], "query", abortSignal);
  return vector === undefined ? {} : { generation: generation.id, vector };
}

/** Fetches in ranked order until enough distinct passages are there; some may have been deleted since the search. */
async function fetchHits(
  { store, reranker, settings }: Context,
  { principals, limit }: SearchRequest,
  fused: readonly FusedHit[],
): Promise<readonly SearchHit[]> {
  const wanted = reranker === undefined ? limit : Math.max(limit, settings.rerankCandidates);
  const isNew = createRepeatFilter();
  const hits: SearchHit[] = [];
  for (let from = 0; from < fused.length && hits.length < wanted; from += wanted) {
    const batch = new Map(fused.slice(from, from + wanted).map((hit) => [hit.key, hit]));
    const passages = await store.passages([...batch.keys()], principals);
    for (const passage of passages) {
      const hit = batch.get(passage.key);
      if (hit !== undefined && hits.length < wanted && isNew(passage)) hits.push(searchHit(hit, passage));
    }
  }
  return hits;
}

function searchHit({ score, lexical, dense }: FusedHit, { key: _key, ...passage }: StoredPassage): SearchHit {
  return { passage, score, ...(lexical && { lexical }), ...(dense && { dense }) };
}
