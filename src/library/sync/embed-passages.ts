// Gives passages their vectors, asking the embedder only for texts whose vector the generation does not have yet.
import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { Document } from "../../spec/document.ts";
import type { Embedder } from "../../spec/embedder.ts";
import type { OnProgress } from "../../spec/progress.ts";
import type { GenerationId, IndexedPassage, Store } from "../../spec/store.ts";
import type { Indexer } from "./indexer.ts";

export type IndexedDocument = {
  readonly document: Document;
  readonly passages: readonly IndexedPassage[];
};

export type EmbedContext = {
  readonly store: Store;
  readonly generation: GenerationId;
  readonly indexer: Indexer;
  readonly embedder: Embedder | undefined;
  readonly runtime: Pick<Runtime, "sleep">;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal | undefined;
};

export type EmbeddedDocuments = {
  readonly documents: readonly IndexedDocument[];
  readonly embedded: number;
};

const EMBED_BATCH = 64;

/** Pauses before a batch that failed is tried again; engines with servers have been patient themselves by then. */
const RETRY_PAUSES_MS = [2000, 10_000] as const;

/** The same documents with vectors where they are needed, and how many texts were embedded for it. */
export async function embedPassages(
  documents: readonly IndexedDocument[],
  context: EmbedContext,
): Promise<EmbeddedDocuments> {
  if (context.embedder === undefined) return { documents, embedded: 0 };
  const texts = textsByHash(documents, context.indexer);
  const known = await context.store.knownVectors([...texts.keys()], context.generation);
  for (const hash of known) texts.delete(hash);
  const vectors = await embedTexts(texts, context.embedder, context);
  const withVectors = documents.map(({ document, passages }) => ({
    document,
    passages: passages.map((passage) => withVector(passage, vectors)),
  }));
  return { documents: withVectors, embedded: texts.size };
}

function textsByHash(documents: readonly IndexedDocument[], indexer: Indexer): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { document, passages } of documents) {
    for (const passage of passages) {
      if (!texts.has(passage.hash)) texts.set(passage.hash, indexer.embedText(passage, document.text));
    }
  }
  return texts;
}

async function embedTexts(
  texts: ReadonlyMap<string, string>,
  embedder: Embedder,
  context: EmbedContext,
): Promise<ReadonlyMap<string, Float32Array>> {
  const vectors = new Map<string, Float32Array>();
  const entries = [...texts];
  const size = embedder.preferredTexts ?? EMBED_BATCH;
  for (let start = 0; start < entries.length; start += size) {
    context.signal?.throwIfAborted();
    const batch = entries.slice(start, start + size);
    const given = await embedPatiently(
      batch.map(([, text]) => text),
      embedder,
      context,
    );
    batch.forEach(([hash], index) => vectors.set(hash, checkedVector(given[index], embedder)));
    context.onProgress({ stage: "vectors", done: vectors.size, total: entries.length, unit: "passages" });
  }
  return vectors;
}

async function embedPatiently(
  texts: readonly string[],
  embedder: Embedder,
  { runtime, signal }: EmbedContext,
): Promise<readonly Float32Array[]> {
  for (const pauseMs of RETRY_PAUSES_MS) {
    try {
      return await embedder.embed(texts, "document", signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!isPassing(error)) throw error;
      await runtime.sleep(pauseMs, signal);
    }
  }
  return embedder.embed(texts, "document", signal);
}

/** What may be over soon: a busy or broken server, a process that crashed; not an answer that cannot be true. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof SchoolbookError) || error.details["final"] === true) return false;
  return error.code === "engine_busy" || error.code === "engine_failed" || error.code === "engine_crashed";
}

function checkedVector(vector: Float32Array | undefined, embedder: Embedder): Float32Array {
  if (vector?.length === embedder.dims && vector.every(Number.isFinite)) return vector;
  const got =
    vector === undefined ? "no vector" : `a vector of ${vector.length} dimensions or with values that are no numbers`;
  throw new SchoolbookError(
    "engine_failed",
    `The embedder ${embedder.fingerprint} gave ${got}; ${embedder.dims} dimensions were promised.`,
    {
      hint: "Check the model behind the embedder; nothing of this batch was stored.",
    },
  );
}

function withVector(passage: IndexedPassage, vectors: ReadonlyMap<string, Float32Array>): IndexedPassage {
  const vector = vectors.get(passage.hash);
  return vector === undefined ? passage : { ...passage, vector };
}
