// Builds a new generation of the library beside the one in use and switches to it in one step; searches never notice.
import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { Embedder } from "../../spec/embedder.ts";
import type { OnProgress } from "../../spec/progress.ts";
import type { Generation, Store } from "../../spec/store.ts";
import { generationSpec, matchesSpec } from "../sync/generation-spec.ts";
import type { Indexer } from "../sync/indexer.ts";
import { indexPending } from "./index-pending.ts";

export type RebuildOptions = {
  readonly store: Store;
  readonly indexer: Indexer;
  readonly embedder?: Embedder;
  readonly runtime?: Pick<Runtime, "sleep">;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
  /** Looks at the finished generation before it is switched to, such as by an exam on both; false keeps the old one. */
  readonly approve?: (built: Generation, active: Generation | undefined) => Promise<boolean>;
};

export type RebuildReport = {
  readonly generation: Generation;
  readonly previous: Generation | undefined;
  readonly activated: boolean;
  readonly documents: number;
  readonly passagesEmbedded: number;
};

/** Goes on with a rebuild that was interrupted. The caller holds the writer lock. */
export async function rebuildLibrary(options: RebuildOptions): Promise<RebuildReport> {
  const { store } = options;
  const active = await activeGeneration(store);
  const building = await openBuild(options);
  const { documents, embedded } = await indexPending(building.id, options);
  const activated = (await options.approve?.(building, active)) ?? true;
  if (activated) {
    await store.activateGeneration(building.id);
    await dropOldGenerations(store, active?.id);
    await store.forget?.({ everything: true });
  }
  const generation: Generation = { ...building, state: activated ? "active" : "building" };
  return { generation, previous: active, activated, documents, passagesEmbedded: embedded };
}

/** Goes back to the generation used before; it is first brought up to date with what has changed since. */
export async function rollbackLibrary(options: RebuildOptions): Promise<RebuildReport> {
  const { store } = options;
  const active = await activeGeneration(store);
  const retired = (await store.generations()).findLast((generation) => generation.state === "retired");
  if (retired === undefined) {
    throw new SchoolbookError("not_found", "There is no earlier generation to go back to.", {
      hint: "A generation is kept each time `schoolbook library rebuild` switches to a new one.",
    });
  }
  const { documents, embedded } = await catchUp(retired, options);
  await store.activateGeneration(retired.id);
  return {
    generation: { ...retired, state: "active" },
    previous: active,
    activated: true,
    documents,
    passagesEmbedded: embedded,
  };
}

async function catchUp(retired: Generation, options: RebuildOptions): Promise<{ documents: number; embedded: number }> {
  const pending = await options.store.pendingDocuments(retired.id, 1);
  if (pending.length === 0) return { documents: 0, embedded: 0 };
  if (!matchesSpec(retired, generationSpec(options.indexer, options.embedder))) {
    throw new SchoolbookError(
      "library_mismatch",
      `Documents have changed since generation ${retired.id} was in use, and it was made by other settings.`,
      {
        hint: "Put back the chunking and embedder settings of that generation, then roll back again.",
        details: { retired },
      },
    );
  }
  return indexPending(retired.id, options);
}

async function activeGeneration(store: Store): Promise<Generation | undefined> {
  return (await store.generations()).find((generation) => generation.state === "active");
}

async function openBuild({ store, indexer, embedder }: RebuildOptions): Promise<Generation> {
  const wanted = generationSpec(indexer, embedder);
  const unfinished = (await store.generations()).filter((generation) => generation.state === "building");
  const matching = unfinished.find((generation) => matchesSpec(generation, wanted));
  for (const generation of unfinished) {
    if (generation.id !== matching?.id) await store.dropGeneration(generation.id);
  }
  return matching ?? store.createGeneration(wanted);
}

async function dropOldGenerations(store: Store, keep: number | undefined): Promise<void> {
  for (const generation of await store.generations()) {
    if (generation.state === "retired" && generation.id !== keep) await store.dropGeneration(generation.id);
  }
}
