// What every operation of a project works with.
import { acquireLock, type Lock } from "../../core/lock.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { Indexer } from "../../library/sync/indexer.ts";
import type { LoadedProject } from "../config/load-project.ts";
import type { SearchModels } from "../models/open-search-models.ts";
import { ensureFolder, type LibraryHandles } from "./library-handles.ts";
import type { WriteOptions } from "./project.ts";

export type ProjectContext = {
  readonly project: LoadedProject;
  readonly library: LibraryHandles;
  readonly indexer: Indexer;
  readonly models: SearchModels;
  readonly runtime: Runtime;
  readonly offline: boolean;
};

/** Waits for the writer lock of the project's library. */
export async function lockLibrary(context: ProjectContext, command: string, options: WriteOptions): Promise<Lock> {
  ensureFolder(context.library.path);
  return acquireLock(`${context.library.path}.lock`, {
    command,
    waitMs: options.waitMs ?? 0,
    runtime: context.runtime,
    ...(options.onWait === undefined ? {} : { onWait: options.onWait }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

/** What rebuild, rollback and verify need besides their own options. */
export async function maintenanceOptions(context: ProjectContext, options: WriteOptions) {
  const embedder = await context.models.embedder(options.signal);
  return {
    store: await context.library.forWriting(),
    indexer: context.indexer,
    runtime: context.runtime,
    ...(embedder === undefined ? {} : { embedder }),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
}
