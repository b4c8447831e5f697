// BM25 of passages plus weighted BM25 of their documents, straight from the formula in `spec/store.ts`.
import type { DocumentId } from "../../spec/document.ts";
import type { LexicalRanking } from "../../spec/store.ts";
import type { MemoryPassage } from "./state.ts";

/** What is ranked: a passage, or a document whose counts are the sums of its passages'. */
type Counted = {
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
};

/** The score of each of the passages that holds at least one of the terms; the passages are all that is visible. */
export function rankLexical(
  passages: readonly MemoryPassage[],
  terms: ReadonlyMap<string, number>,
  ranking: LexicalRanking,
): Map<number, number> {
  const counted = passages.map((passage) => countTerms([passage]));
  const scorePassage = bm25(counted, terms, ranking);
  const byDocument = documentScores(passages, terms, ranking);
  const scores = new Map<number, number>();
  for (const [index, passage] of passages.entries()) {
    if (![...terms.keys()].some((term) => passage.terms.has(term))) continue;
    const own = scorePassage(counted[index] ?? countTerms([]));
    scores.set(passage.key, own + ranking.documentWeight * (byDocument.get(passage.documentId) ?? 0));
  }
  return scores;
}

function documentScores(
  passages: readonly MemoryPassage[],
  terms: ReadonlyMap<string, number>,
  ranking: LexicalRanking,
): Map<DocumentId, number> {
  const documents = Map.groupBy(passages, (passage) => passage.documentId);
  const counted = new Map([...documents].map(([id, own]) => [id, countTerms(own)]));
  const score = bm25([...counted.values()], terms, ranking);
  return new Map([...counted].map(([id, document]) => [id, score(document)]));
}

function countTerms(passages: readonly MemoryPassage[]): Counted {
  const counts = new Map<string, number>();
  let length = 0;
  for (const passage of passages) {
    for (const [term, count] of passage.terms) {
      counts.set(term, (counts.get(term) ?? 0) + count);
      length += count;
    }
  }
  return { counts, length };
}

function bm25(
  all: readonly Counted[],
  terms: ReadonlyMap<string, number>,
  { k1, b }: LexicalRanking,
): (one: Counted) => number {
  const average = all.reduce((sum, { length }) => sum + length, 0) / all.length;
  const idf = new Map<string, number>();
  for (const term of terms.keys()) {
    const df = all.filter(({ counts }) => counts.has(term)).length;
    idf.set(term, Math.log(1 + (all.length - df + 0.5) / (df + 0.5)));
  }
  return ({ counts, length }) => {
    let score = 0;
    for (const [term, weight] of terms) {
      const tf = counts.get(term);
      if (tf === undefined) continue;
      const part = (tf * (k1 + 1)) / (tf + k1 * (1 - b + (b * length) / average));
      score += weight * (idf.get(term) ?? 0) * part;
    }
    return score;
  };
}
