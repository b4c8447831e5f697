// How rare each term of a question is among the passages that whoever asks may read.
import type { SearchRequest } from "../../spec/retriever.ts";
import type { Hits, LexicalRanking, Store } from "../../spec/store.ts";

/** With these settings BM25 of a single term is its idf, the same for every passage that holds it. */
const IDF_ALONE: LexicalRanking = { k1: 0, b: 0, documentWeight: 0 };

type Searched = {
  readonly terms: ReadonlyMap<string, number>;
  readonly found: Pick<Hits, "visible" | "generation">;
};

/** idf as a share of the idf that a term in no visible passage has: 1 means that it stands nowhere. */
export async function measureRarity(
  store: Pick<Store, "search">,
  { principals, where }: Pick<SearchRequest, "principals" | "where">,
  { terms, found }: Searched,
): Promise<ReadonlyMap<string, number>> {
  const highest = Math.log(1 + (found.visible + 0.5) / 0.5);
  const query = { principals, limit: 1, ranking: IDF_ALONE, generation: found.generation, ...(where && { where }) };
  const ofTerm = async (term: string): Promise<[string, number]> => {
    const { lexical } = await store.search({ ...query, terms: new Map([[term, 1]]) });
    return [term, Math.min(1, (lexical[0]?.score ?? highest) / highest)];
  };
  return new Map(await Promise.all([...terms.keys()].map(ofTerm)));
}
