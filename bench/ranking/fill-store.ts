// Puts a data set into a store the way a sync would: whole documents, chunked and analysed by the library.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { hashText, sha256 } from "../../src/core/hash.ts";
import { CHUNKER_ID } from "../../src/library/chunk/chunk-document.ts";
import { ANALYZER_ID, STANDARD_ANALYZER, type Analyzer } from "../../src/library/index/analyze.ts";
import { embedText, indexDocument } from "../../src/library/index/index-document.ts";
import type { Document } from "../../src/spec/document.ts";
import type { Embedder } from "../../src/spec/embedder.ts";
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

/** As files have it: the title is the first line of the text. Data sets that keep it apart are joined so. */
export function asFiles(documents: readonly RankedDocument[]): RankedDocument[] {
  return documents.map((document) => {
    const { title, text } = document;
    return title === "" || text.startsWith(title) ? document : { ...document, text: `${title}\n\n${text}` };
  });
}

/** Gives each passage the vector of what a sync would embed of it. */
export async function embedAll(filled: readonly Filled[], embedder: Embedder): Promise<Filled[]> {
  return Promise.all(
    filled.map(async ({ document, passages }) => {
      const texts = passages.map((passage) => embedText(passage, document.text));
      const vectors = await embedder.embed(texts, "document");
      const withVectors = passages.map((passage, index) => {
        const vector = vectors[index];
        return vector === undefined ? passage : { ...passage, vector };
      });
      return { document, passages: withVectors };
    }),
  );
}

/** Runs `work` over the default store, in a file that is removed afterwards. */
export async function withSqliteStore<Result>(
  filled: readonly Filled[],
  work: (store: SearchableStore) => Promise<Result>,
  embedder?: Embedder,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-ranking-"));
  try {
    await using store = await openSqliteStore({ path: join(folder, "library.sqlite") });
    const made = { embedder: embedder?.fingerprint ?? null, dims: embedder?.dims ?? 0 };
    const spec = { chunker: CHUNKER_ID, analyzer: ANALYZER_ID, ...made };
    const { id } = await store.createGeneration(spec);
    await store.commit({ generation: id, upserts: filled });
    if ((await store.generations()).every(({ state }) => state !== "active")) await store.activateGeneration(id);
    return await work(store);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
