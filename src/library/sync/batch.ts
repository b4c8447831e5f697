// Changes gathered until they are worth a commit; each commit is durable, so that a stopped sync goes on where it was.
import type { DocumentId } from "../../spec/document.ts";
import type { DocumentTouch, GenerationId, Store } from "../../spec/store.ts";
import { accessTouches } from "./access-touches.ts";
import { type EmbedContext, embedPassages, type IndexedDocument } from "./embed-passages.ts";
import type { SourceTally } from "./report.ts";

export type BatchLimits = {
  readonly maxDocuments: number;
  readonly maxChars: number;
  readonly maxMs: number;
};

export const DEFAULT_BATCH: BatchLimits = { maxDocuments: 1000, maxChars: 8_000_000, maxMs: 3000 };

export type BatchContext = EmbedContext & {
  readonly store: Store;
  readonly generation: GenerationId;
  readonly limits: BatchLimits;
  readonly dryRun: boolean;
  readonly monotonicMs: () => number;
};

/** One source's pending changes. */
export type Batch = {
  addDocument(indexed: IndexedDocument): void;
  addTouch(touch: DocumentTouch): void;
  isDue(): boolean;
  /** Embeds and commits what was gathered, with deletions and the source's state when it is the last one. */
  commit(last?: {
    readonly deletes: readonly DocumentId[];
    readonly state: ReadonlyMap<string, string>;
  }): Promise<number | undefined>;
};

export function createBatch(context: BatchContext, tally: SourceTally): Batch {
  let documents: IndexedDocument[] = [];
  let touches: DocumentTouch[] = [];
  let chars = 0;
  let startedMs = context.monotonicMs();

  const reset = (): void => {
    documents = [];
    touches = [];
    chars = 0;
    startedMs = context.monotonicMs();
  };

  return {
    addDocument(indexed) {
      documents.push(indexed);
      chars += indexed.document.text.length;
    },
    addTouch(touch) {
      touches.push(touch);
    },
    isDue() {
      const { maxDocuments, maxChars, maxMs } = context.limits;
      const count = documents.length + touches.length;
      return count >= maxDocuments || chars >= maxChars || (count > 0 && context.monotonicMs() - startedMs >= maxMs);
    },
    async commit(last) {
      const deletes = last?.deletes ?? [];
      const state = last?.state ?? new Map<string, string>();
      if (documents.length + touches.length + deletes.length + state.size === 0) return undefined;
      if (context.dryRun) return (reset(), undefined);
      const ready = await embedPassages(documents, context).catch(async (error: unknown) => {
        await commitAccess(context, documents, { touches, deletes });
        throw error;
      });
      context.signal?.throwIfAborted();
      const { sequence } = await context.store.commit({
        generation: context.generation,
        upserts: ready.documents,
        touches,
        deletes,
        sourceStates: state,
      });
      tally.passagesEmbedded += ready.embedded;
      reset();
      return sequence;
    },
  };
}

type Waitless = { readonly touches: readonly DocumentTouch[]; readonly deletes: readonly DocumentId[] };

/** Without vectors changed documents have to wait; what is gone, and who may no longer read something, does not. */
async function commitAccess(
  { store, generation, signal }: BatchContext,
  documents: readonly IndexedDocument[],
  { touches, deletes }: Waitless,
): Promise<void> {
  if (signal?.aborted === true) return;
  const narrowed = accessTouches(documents, await store.manifest());
  if (touches.length + narrowed.length + deletes.length === 0) return;
  await store.commit({ generation, touches: [...touches, ...narrowed], deletes });
}
