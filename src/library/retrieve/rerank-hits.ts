// A second look at the best hits by a model that reads question and passage together.
import type { Reranker } from "../../spec/reranker.ts";
import type { SearchHit, SearchRequest } from "../../spec/retriever.ts";

/** The hits in the reranker's order, cut to the request's limit; without a reranker only cut. */
export async function rerankHits(
  hits: readonly SearchHit[],
  reranker: Reranker | undefined,
  { query, limit, abortSignal }: SearchRequest,
): Promise<readonly SearchHit[]> {
  if (reranker === undefined || hits.length === 0) return hits.slice(0, limit);
  const ranked = await reranker.rank(query, hits.map(readable), limit, abortSignal);
  return ranked.flatMap(({ index, score }) => {
    const hit = hits[index];
    return hit === undefined ? [] : [{ ...hit, score }];
  });
}

function readable({ passage }: SearchHit): string {
  const about = new Set([passage.document.title, ...passage.headings]);
  return `${[...about].filter((line) => line !== "").join(" > ")}\n${passage.prefix}${passage.text}`;
}
