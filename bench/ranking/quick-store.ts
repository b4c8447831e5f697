// A store for many searches over one fixed set of documents: exact BM25 and exact dot products in memory, everything visible.
import type { Document } from "../../src/spec/document.ts";
import type { Hit, IndexedPassage, LexicalRanking, Store, StoredPassage } from "../../src/spec/store.ts";

export type Filled = { readonly document: Document; readonly passages: readonly IndexedPassage[] };
export type SearchableStore = Pick<Store, "search" | "passages" | "document" | "generations">;

/** One posting list: passages in ascending order with their counts. */
type Postings = { readonly passages: number[]; readonly counts: number[] };
type Tables = {
  readonly postings: ReadonlyMap<string, Postings>;
  readonly lengths: Float64Array;
  readonly documentOf: Int32Array;
  readonly documentLengths: Float64Array;
};

/** Where the passages have vectors, `embedder` is the fingerprint of what made them. */
export function createQuickStore(filled: readonly Filled[], embedder: string | null = null): SearchableStore {
  const documents = new Map(filled.map(({ document }) => [document.id, document]));
  const stored = filled.flatMap(({ document, passages }) =>
    passages.map((passage) => storedPassage(document, passage)),
  );
  const tables = buildTables(filled);
  const matrix = toMatrix(filled);
  return {
    search: async ({ terms, limit, ranking, vector }) => ({
      generation: 1,
      lexical: search(tables, terms, ranking).slice(0, limit),
      dense: vector === undefined ? [] : nearest(matrix, vector, limit),
      exact: true,
      visible: stored.length,
      timingsMs: {},
    }),
    passages: async (keys) =>
      keys.flatMap((key) => {
        const passage = stored[key];
        return passage === undefined ? [] : [{ ...passage, key }];
      }),
    document: async (id) => documents.get(id),
    generations: async () => [
      { id: 1, state: "active", chunker: "bench", analyzer: "bench", embedder, dims: 0, createdAt: 0 },
    ],
  };
}

type Matrix = { readonly dims: number; readonly values: Float32Array };

/** The passages' vectors one after the other, for a quick scan. */
function toMatrix(filled: readonly Filled[]): Matrix {
  const vectors = filled.flatMap(({ passages }) => passages.map(({ vector }) => vector ?? new Float32Array()));
  const dims = vectors[0]?.length ?? 0;
  const values = new Float32Array(vectors.length * dims);
  for (const [row, vector] of vectors.entries()) values.set(vector, row * dims);
  return { dims, values };
}

function nearest({ dims, values }: Matrix, vector: Float32Array, limit: number): Hit[] {
  const scores = new Float64Array(values.length / dims);
  for (let row = 0; row < scores.length; row++) {
    let sum = 0;
    for (let at = 0; at < dims; at++) sum += (values[row * dims + at] ?? 0) * (vector[at] ?? 0);
    scores[row] = sum;
  }
  const floor = scores.toSorted().at(-limit) ?? -Infinity;
  const hits: Hit[] = [];
  for (const [key, score] of scores.entries()) if (score >= floor) hits.push({ key, score });
  return hits.toSorted((left, right) => right.score - left.score || left.key - right.key).slice(0, limit);
}

function storedPassage(document: Document, passage: IndexedPassage): StoredPassage {
  const { terms: _terms, ...kept } = passage;
  const { text, landmarks: _landmarks, ...summary } = document;
  return { ...kept, key: 0, documentId: document.id, text: text.slice(kept.start, kept.end), document: summary };
}

function buildTables(filled: readonly Filled[]): Tables {
  const all = filled.flatMap(({ passages }, document) => passages.map((passage) => ({ passage, document })));
  const postings = new Map<string, Postings>();
  const lengths = new Float64Array(all.length);
  const documentLengths = new Float64Array(filled.length);
  for (const [index, { passage, document }] of all.entries()) {
    for (const [term, count] of passage.terms) {
      const list = postings.get(term) ?? { passages: [], counts: [] };
      if (list.counts.length === 0) postings.set(term, list);
      list.passages.push(index);
      list.counts.push(count);
      lengths[index] = (lengths[index] ?? 0) + count;
    }
    documentLengths[document] = (documentLengths[document] ?? 0) + (lengths[index] ?? 0);
  }
  return { postings, lengths, documentLengths, documentOf: Int32Array.from(all, ({ document }) => document) };
}

function search(tables: Tables, terms: ReadonlyMap<string, number>, ranking: LexicalRanking): Hit[] {
  const { lengths, documentLengths, documentOf, postings } = tables;
  const own = new Float64Array(lengths.length);
  const whole = new Float64Array(documentLengths.length);
  for (const [term, weight] of terms) {
    const list = postings.get(term);
    if (list === undefined || weight <= 0) continue;
    addScores(own, { ids: list.passages, counts: list.counts }, { lengths, ranking, weight });
    if (ranking.documentWeight > 0) {
      const perDocument = sumPerDocument(list, documentOf);
      addScores(whole, perDocument, { lengths: documentLengths, ranking, weight });
    }
  }
  const hits: Hit[] = [];
  for (const [key, score] of own.entries()) {
    if (score > 0) hits.push({ key, score: score + ranking.documentWeight * (whole[documentOf[key] ?? 0] ?? 0) });
  }
  return hits.toSorted((left, right) => right.score - left.score || left.key - right.key);
}

type Counts = { readonly ids: readonly number[]; readonly counts: readonly number[] };
type Scoring = { readonly lengths: Float64Array; readonly ranking: LexicalRanking; readonly weight: number };

function addScores(scores: Float64Array, { ids, counts }: Counts, { lengths, ranking, weight }: Scoring): void {
  const { k1, b } = ranking;
  const average = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const idf = weight * Math.log(1 + (lengths.length - ids.length + 0.5) / (ids.length + 0.5));
  for (const [at, id] of ids.entries()) {
    const count = counts[at] ?? 0;
    const norm = k1 * (1 - b + (b * (lengths[id] ?? 0)) / average);
    scores[id] = (scores[id] ?? 0) + (idf * count * (k1 + 1)) / (count + norm);
  }
}

function sumPerDocument({ passages, counts }: Postings, documentOf: Int32Array): Counts {
  const sums = new Map<number, number>();
  for (const [at, passage] of passages.entries()) {
    const document = documentOf[passage] ?? 0;
    sums.set(document, (sums.get(document) ?? 0) + (counts[at] ?? 0));
  }
  return { ids: [...sums.keys()], counts: [...sums.values()] };
}
