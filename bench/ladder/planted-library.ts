// The library of a lab company on disk, with what was planted: documents left out, and some cut into pieces too small to hold a sentence.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Company } from "../../lab/world/company/company.ts";
import { createStaticEmbedder } from "../../src/engines/static/create-static-embedder.ts";
import { analyzePassage, ANALYZER_ID } from "../../src/library/index/analyze.ts";
import { embedText, indexDocument } from "../../src/library/index/index-document.ts";
import { createRetriever } from "../../src/library/retrieve/create-retriever.ts";
import type { Document } from "../../src/spec/document.ts";
import type { Embedder } from "../../src/spec/embedder.ts";
import type { Retriever } from "../../src/spec/retriever.ts";
import type { DocumentUpsert, Store } from "../../src/spec/store.ts";
import { openSqliteStore } from "../../src/stores/sqlite/open-sqlite-store.ts";
import { buildDocument } from "../../src/testing/index.ts";
import type { PlantedExam } from "./planted-failures.ts";

export type PlantedLibrary = AsyncDisposable & { readonly store: Store; readonly retriever: Retriever };

/** Pieces of so few tokens cut through the middle of sentences. */
const BROKEN = { targetTokens: 6, maxTokens: 7 };

export async function openPlantedLibrary(company: Company, exam: PlantedExam): Promise<PlantedLibrary> {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-planted-"));
  const store = await openSqliteStore({ path: join(folder, "library.sqlite") });
  const embedder = createStaticEmbedder();
  const { id } = await store.createGeneration({
    chunker: "planted",
    analyzer: ANALYZER_ID,
    embedder: embedder.fingerprint,
    dims: embedder.dims,
  });
  const kept = company.documents.filter((document) => !exam.missingDocuments.has(document.id));
  const upserts = await Promise.all(
    kept.map(async (document) => upsertOf(document, { embedder, isBroken: exam.brokenDocuments.has(document.id) })),
  );
  await store.commit({ generation: id, upserts });
  await store.activateGeneration(id);
  return {
    store,
    retriever: createRetriever({ store, embedder }),
    [Symbol.asyncDispose]: async () => {
      await store[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Indexing = { readonly embedder: Embedder; readonly isBroken: boolean };

async function upsertOf(
  { id, title, text, acl }: Company["documents"][number],
  { embedder, isBroken }: Indexing,
): Promise<DocumentUpsert> {
  const document: Document = buildDocument(id, text.replace(/^---\n[^]*?\n---\n+/u, ""), {
    title,
    acl,
    format: "markdown",
  });
  const passages = indexDocument(document, analyzePassage, isBroken ? BROKEN : {});
  const vectors = await embedder.embed(
    passages.map((passage) => embedText(passage, document.text)),
    "document",
  );
  return {
    document,
    passages: passages.map((passage, at) => {
      const vector = vectors[at];
      return vector === undefined ? passage : { ...passage, vector };
    }),
  };
}
