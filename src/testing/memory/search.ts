// Brute-force search: first everything that may be seen, then each leg over exactly that.
import { SchoolbookError } from "../../core/errors.ts";
import type { Acl, Principals } from "../../spec/access.ts";
import type { Generation, Hit, Hits, StoreQuery } from "../../spec/store.ts";
import { unknownGeneration } from "./apply-change.ts";
import { matchesFilter } from "./match-filter.ts";
import { rankLexical } from "./rank-lexical.ts";
import type { MemoryPassage, MemoryState } from "./state.ts";

/** Whether a document with this access list may be read by these principals. */
export function mayRead(acl: Acl, principals: Principals): boolean {
  return acl.some((principal) => principals.includes(principal));
}

export function searchState(state: MemoryState, query: StoreQuery): Hits {
  const generation = generationOf(state, query);
  const visible = visiblePassages(state, query, generation);
  const terms = new Map([...query.terms].filter(([, weight]) => weight > 0));
  const lexical = terms.size === 0 ? [] : best(rankLexical(visible, terms, query.ranking), query.limit);
  return {
    generation: generation.id,
    lexical,
    dense: best(rankDense(state, query, { generation, visible }), query.limit),
    exact: true,
    visible: visible.length,
    timingsMs: {},
  };
}

function generationOf(state: MemoryState, query: StoreQuery): Generation {
  if (query.generation !== undefined) {
    const asked = state.generations.get(query.generation);
    if (asked === undefined) throw unknownGeneration(query.generation);
    return asked;
  }
  const active = [...state.generations.values()].find(({ state: now }) => now === "active");
  if (active === undefined) throw new SchoolbookError("library_missing", "The library has no active generation yet.");
  return active;
}

function visiblePassages(state: MemoryState, query: StoreQuery, generation: Generation): MemoryPassage[] {
  const { principals, where } = query;
  const documents = new Set<string>();
  for (const document of state.documents.values()) {
    if (!mayRead(document.acl, principals)) continue;
    if (where === undefined || matchesFilter(document, where)) documents.add(document.id);
  }
  return [...state.passages.values()].filter(
    (passage) => passage.generation === generation.id && documents.has(passage.documentId),
  );
}

type Searched = { readonly generation: Generation; readonly visible: readonly MemoryPassage[] };

function rankDense(state: MemoryState, { vector }: StoreQuery, { generation, visible }: Searched): Map<number, number> {
  const scores = new Map<number, number>();
  if (vector === undefined || generation.embedder === null) return scores;
  if (vector.length !== generation.dims) {
    const message = `The question's vector has ${vector.length} dimensions, generation ${generation.id} has ${generation.dims}.`;
    throw new SchoolbookError("library_mismatch", message);
  }
  for (const { key, hash } of visible) {
    const stored = state.vectors.get(generation.id)?.get(hash);
    if (stored !== undefined) scores.set(key, dot(vector, stored));
  }
  return scores;
}

function dot(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (const [index, value] of left.entries()) sum += value * (right[index] ?? 0);
  return sum;
}

/** Best first; equal scores in the order of their keys. */
function best(scores: ReadonlyMap<number, number>, limit: number): Hit[] {
  return [...scores]
    .map(([key, score]) => ({ key, score }))
    .toSorted((left, right) => right.score - left.score || left.key - right.key)
    .slice(0, Math.max(0, limit));
}
