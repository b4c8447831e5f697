// Asks every question of a data set and ranks its documents by their best passage.
import type { Analyzer } from "../../src/library/index/analyze.ts";
import { createRetriever } from "../../src/library/retrieve/create-retriever.ts";
import type { RetrievalSettings } from "../../src/library/retrieve/settings.ts";
import type { Embedder } from "../../src/spec/embedder.ts";
import type { RankedQuestion } from "./data-sets.ts";
import type { SearchableStore } from "./quick-store.ts";

export type RankOptions = {
  readonly store: SearchableStore;
  readonly questions: readonly RankedQuestion[];
  readonly settings?: Partial<RetrievalSettings>;
  readonly analyze?: Analyzer["question"];
  readonly embedder?: Embedder;
};

/** How many passages are looked at: enough that at least ten documents come out. */
const PASSAGES = 50;

/** For each question the ids of the documents, best first. */
export async function rankDocuments(options: RankOptions): Promise<readonly (readonly string[])[]> {
  const { store, questions, settings, analyze, embedder } = options;
  const retriever = createRetriever({
    store,
    ...(settings && { settings }),
    ...(analyze && { analyze }),
    ...(embedder && { embedder }),
  });
  const rankings: string[][] = [];
  for (const { text } of questions) {
    const { hits } = await retriever.search({ query: text, principals: ["public"], limit: PASSAGES });
    rankings.push([...new Set(hits.map(({ passage }) => passage.document.uri))]);
  }
  return rankings;
}
