// Puts a data set into a store the way a sync would: whole documents, chunked and analysed by the library.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { hashText, sha256 } from "../../src/core/hash.ts";
import { CHUNKER_ID } from "../../src/library/chunk/chunk-document.ts";
import { ANALYZER_ID, STANDARD_ANALYZER, type Analyzer } from "../../src/library/index/analyze.ts";
import { indexDocument } from "../../src/library/index/index-document.ts";
import type { Document } from "../../src/spec/document.ts";
import { openSqliteStore } from "../../src/stores/sqlite/open-sqlite-store.ts";
import type { RankedDocument } from "./data-sets.ts";
import type { Filled, SearchableStore } from "./quick-store.ts";

export function indexAll(documents: readonly RankedDocument[], analyzer: Analyzer = STANDARD_ANALYZER): Filled[] {
  return documents.map((ranked) => {
    const document = libraryDocument(ranked);
    return { document, passages: indexDocument(document, analyzer.passage) };
  });
}

function libraryDocument({ id, title, text }: RankedDocument): Document {
  const made = { title, text, format: "text" as const, landmarks: [] };
  return {
    ...made,
    id: `bench:${id}`,
    source: "bench",
    uri: id,
    mediaType: "text/plain",
    metadata: {},
    acl: ["public"],
    contentHash: sha256(text),
    textHash: hashText(made),
    fingerprint: "",
    parser: "bench@1",
    modifiedAt: 0,
  };
}

/** Runs `work` over the default store, in a file that is removed afterwards. */
export async function withSqliteStore<Result>(
  filled: readonly Filled[],
  work: (store: SearchableStore) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-ranking-"));
  try {
    await using store = await openSqliteStore({ path: join(folder, "library.sqlite") });
    const spec = { chunker: CHUNKER_ID, analyzer: ANALYZER_ID, embedder: null, dims: 0 };
    const { id } = await store.createGeneration(spec);
    await store.commit({ generation: id, upserts: filled });
    if ((await store.generations()).every(({ state }) => state !== "active")) await store.activateGeneration(id);
    return await work(store);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
