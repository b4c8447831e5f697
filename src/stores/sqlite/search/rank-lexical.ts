// BM25 over the visible passages, with that of their documents mixed in; counts and averages come from what is visible only.
import type { LexicalRanking } from "../../../spec/store.ts";
import { partKeys } from "../segment/part-keys.ts";
import { type PostingsScratch, readVisiblePostings } from "../segment/postings.ts";
import { blockOfTerm, findTerm } from "../segment/term-blocks.ts";
import { termKey, wholeRange } from "../segment/term-key.ts";
import type { BlockCache } from "./block-cache.ts";
import type { Candidates } from "./candidates.ts";
import type { GenerationIndex } from "./generation-index.ts";
import type { Visibility } from "./visibility.ts";

/** Flat arrays as large as the generation; all zero between two queries. */
export type LexicalScratch = {
  readonly postings: PostingsScratch;
  readonly documents: PostingsScratch;
  readonly touched: Candidates;
  readonly scores: Float64Array;
  readonly documentScores: Float64Array;
};

/** With room to grow, so that a commit does not ask for new memory each time. */
export function createLexicalScratch(index: GenerationIndex): LexicalScratch {
  const slots = Math.ceil(index.slots * 1.25);
  const documents = Math.ceil(index.documents * 1.25);
  const postings = (size: number): PostingsScratch => ({
    slots: new Int32Array(size),
    counts: new Int32Array(size),
    length: 0,
  });
  return {
    postings: postings(slots),
    documents: postings(documents),
    touched: { slots: new Int32Array(slots), scores: new Float64Array(slots), length: 0 },
    scores: new Float64Array(slots),
    documentScores: new Float64Array(documents),
  };
}

export function fitsScratch({ scores, documentScores }: LexicalScratch, index: GenerationIndex): boolean {
  return scores.length >= index.slots && documentScores.length >= index.documents;
}

export type LexicalQuery = {
  readonly terms: ReadonlyMap<string, number>;
  readonly ranking: LexicalRanking;
  readonly visible: Visibility;
};

export type LexicalSearch = {
  readonly index: GenerationIndex;
  readonly blocks: BlockCache;
  readonly scratch: LexicalScratch;
};

/** Every visible passage that holds a term, with its score; the result is overwritten by the next query. */
export function rankLexical(search: LexicalSearch, { terms, ranking, visible }: LexicalQuery): Candidates {
  const { index, scratch } = search;
  const { touched } = scratch;
  touched.length = 0;
  const passages = { ranking, total: visible.passages, average: visible.length / visible.passages };
  const documents = { ranking, total: visible.documents, average: visible.length / visible.documents };
  for (const [term, weight] of terms) {
    if (!(weight > 0)) continue;
    findPostings(search, term, visible.mask);
    addScores(scratch, index.lengths, { ...passages, weight });
    if (ranking.documentWeight === 0 || index.isFlat) continue;
    sumByDocument(index, scratch);
    addDocumentScores(scratch, index.documentLengths, { ...documents, weight });
  }
  finish(search, ranking.documentWeight);
  return touched;
}

function findPostings({ index, blocks, scratch: { postings } }: LexicalSearch, term: string, mask: Uint8Array): void {
  const key = termKey(term);
  const range = wholeRange(key);
  postings.length = 0;
  for (const { id, base, firstTerms } of index.segments) {
    const block = blockOfTerm(firstTerms, key);
    const found = block < 0 ? undefined : findTerm(blocks(partKeys(id)[0] + block), range);
    if (found !== undefined) readVisiblePostings(found, { mask, base }, postings);
  }
}

type Scoring = {
  readonly ranking: LexicalRanking;
  readonly weight: number;
  /** How many there are, and how long they are on average. */
  readonly total: number;
  readonly average: number;
};

function factorsOf(
  { ranking: { k1, b }, weight, total, average }: Scoring,
  found: number,
): readonly [number, number, number] {
  const idf = Math.log(1 + (total - found + 0.5) / (found + 0.5));
  return [weight * idf * (k1 + 1), k1 * (1 - b), average === 0 ? 0 : (k1 * b) / average];
}

function addScores({ postings, touched, scores }: LexicalScratch, lengths: Uint32Array, scoring: Scoring): void {
  const { slots, counts, length } = postings;
  const [gain, base, perTerm] = factorsOf(scoring, length);
  for (let at = 0; at < length; at++) {
    const slot = slots[at] ?? 0;
    const count = counts[at] ?? 0;
    const before = scores[slot] ?? 0;
    if (before === 0) touched.slots[touched.length++] = slot;
    scores[slot] = before + (gain * count) / (count + base + perTerm * (lengths[slot] ?? 0));
  }
}

/** Passages of a document lie side by side, and so do their postings. */
function sumByDocument({ documentOf }: GenerationIndex, { postings, documents }: LexicalScratch): void {
  let last = -1;
  let found = -1;
  for (let at = 0; at < postings.length; at++) {
    const document = documentOf[postings.slots[at] ?? 0] ?? 0;
    const count = postings.counts[at] ?? 0;
    if (document === last) {
      documents.counts[found] = (documents.counts[found] ?? 0) + count;
    } else {
      last = document;
      documents.slots[++found] = document;
      documents.counts[found] = count;
    }
  }
  documents.length = found + 1;
}

function addDocumentScores(
  { documents, documentScores }: LexicalScratch,
  lengths: Uint32Array,
  scoring: Scoring,
): void {
  const { slots, counts, length } = documents;
  const [gain, base, perTerm] = factorsOf(scoring, length);
  for (let at = 0; at < length; at++) {
    const document = slots[at] ?? 0;
    const count = counts[at] ?? 0;
    documentScores[document] =
      (documentScores[document] ?? 0) + (gain * count) / (count + base + perTerm * (lengths[document] ?? 0));
  }
}

function finish({ index: { documentOf, isFlat }, scratch }: LexicalSearch, documentWeight: number): void {
  const { touched, scores, documentScores } = scratch;
  if (isFlat) return finishFlat(scratch, documentWeight);
  for (let at = 0; at < touched.length; at++) {
    const slot = touched.slots[at] ?? 0;
    touched.scores[at] = (scores[slot] ?? 0) + documentWeight * (documentScores[documentOf[slot] ?? 0] ?? 0);
  }
  for (let at = 0; at < touched.length; at++) {
    const slot = touched.slots[at] ?? 0;
    scores[slot] = 0;
    documentScores[documentOf[slot] ?? 0] = 0;
  }
}

function finishFlat({ touched, scores }: LexicalScratch, documentWeight: number): void {
  for (let at = 0; at < touched.length; at++) {
    const slot = touched.slots[at] ?? 0;
    const score = scores[slot] ?? 0;
    touched.scores[at] = score + documentWeight * score;
    scores[slot] = 0;
  }
}
