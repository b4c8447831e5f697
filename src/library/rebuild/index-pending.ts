// Makes the passages of all documents that a generation lacks, from their stored texts.
import { systemRuntime, type Runtime } from "../../core/runtime.ts";
import type { Embedder } from "../../spec/embedder.ts";
import type { OnProgress } from "../../spec/progress.ts";
import type { GenerationId, Store } from "../../spec/store.ts";
import { embedPassages } from "../sync/embed-passages.ts";
import type { Indexer } from "../sync/indexer.ts";

export type PendingOptions = {
  readonly store: Store;
  readonly indexer: Indexer;
  readonly embedder?: Embedder;
  readonly runtime?: Pick<Runtime, "sleep">;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
};

const BATCH = 256;

/** Commits batch by batch, so that an interrupted run goes on where it was. */
export async function indexPending(
  generation: GenerationId,
  options: PendingOptions,
): Promise<{ documents: number; embedded: number }> {
  const { store, indexer } = options;
  const { documents: total } = await store.stats();
  const context = {
    store,
    generation,
    indexer,
    embedder: options.embedder,
    runtime: options.runtime ?? systemRuntime(),
    onProgress: options.onProgress ?? ((): undefined => undefined),
    signal: options.signal,
  };
  let documents = 0;
  let embedded = 0;
  for (;;) {
    options.signal?.throwIfAborted();
    const pending = await store.pendingDocuments(generation, BATCH);
    if (pending.length === 0) return { documents, embedded };
    const indexed = pending.map((document) => ({ document, passages: indexer.index(document) }));
    const ready = await embedPassages(indexed, context);
    await store.commit({
      generation,
      reindexes: ready.documents.map(({ document, passages }) => ({
        id: document.id,
        textHash: document.textHash,
        passages,
      })),
    });
    documents += pending.length;
    embedded += ready.embedded;
    options.onProgress?.({ stage: `generation ${generation}`, done: documents, total, unit: "documents" });
  }
}
