// Which settings a generation was made by, and whether they are the ones in force.
import type { Embedder } from "../../spec/embedder.ts";
import type { GenerationSpec } from "../../spec/store.ts";
import type { Indexer } from "./indexer.ts";

export function generationSpec(indexer: Indexer, embedder: Embedder | undefined): GenerationSpec {
  return {
    chunker: indexer.chunker,
    analyzer: indexer.analyzer,
    embedder: embedder?.fingerprint ?? null,
    dims: embedder?.dims ?? 0,
  };
}

export function matchesSpec(one: GenerationSpec, other: GenerationSpec): boolean {
  return differences(one, other).length === 0;
}

/** Whether vectors are all that a generation lacks: it can be searched by words, and what it holds stays right. */
export function lacksOnlyVectors(built: GenerationSpec, wanted: GenerationSpec): boolean {
  return (
    built.embedder === null &&
    wanted.embedder !== null &&
    matchesSpec({ ...built, embedder: null, dims: 0 }, { ...wanted, embedder: null, dims: 0 })
  );
}

/** A sentence that names what differs, for people. */
export function describeMismatch(built: GenerationSpec, wanted: GenerationSpec): string {
  const parts = differences(built, wanted).map(
    (field) => `${field} ${built[field] ?? "none"} (now ${wanted[field] ?? "none"})`,
  );
  return `The library was built with ${parts.join(", ")}.`;
}

const FIELDS = ["chunker", "analyzer", "embedder", "dims"] as const;

function differences(one: GenerationSpec, other: GenerationSpec): (typeof FIELDS)[number][] {
  return FIELDS.filter((field) => one[field] !== other[field]);
}
