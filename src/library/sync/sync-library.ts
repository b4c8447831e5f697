// Brings the library up to date with its sources: only what changed is read, cut, embedded and written.
import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { Embedder } from "../../spec/embedder.ts";
import type { OnProgress } from "../../spec/progress.ts";
import type { Source } from "../../spec/source.ts";
import type { Generation, Store } from "../../spec/store.ts";
import { rebuildLibrary } from "../rebuild/rebuild-library.ts";
import { beginRules, endRules } from "./access-record.ts";
import { type BatchLimits, DEFAULT_BATCH } from "./batch.ts";
import { dropSources, findDropped } from "./drop-sources.ts";
import { describeMismatch, generationSpec, lacksOnlyVectors, matchesSpec } from "./generation-spec.ts";
import type { Indexer } from "./indexer.ts";
import { narrowedAcl } from "./narrow-access.ts";
import type { ParseDocument } from "./read-item.ts";
import type { SourceReport, SyncReport } from "./report.ts";
import { type SyncedSource, syncSource } from "./sync-source.ts";

export type SyncOptions = {
  readonly store: Store;
  readonly sources: readonly Source[];
  readonly parse: ParseDocument;
  /** Ids of the parsers in force. */
  readonly parsers: ReadonlySet<string>;
  readonly indexer: Indexer;
  readonly embedder?: Embedder;
  readonly runtime: Runtime;
  readonly limits?: Partial<BatchLimits>;
  readonly readers?: number;
  readonly dryRun?: boolean;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
  /** Names of all configured sources; documents of sources that are no longer configured are deleted. Default: the given ones stay alone. */
  readonly configured?: ReadonlySet<string>;
  /** Lets go of most of the library when sources are no longer configured; default: throws `removals_refused`. */
  readonly allowRemovals?: boolean;
};

/** The caller holds the writer lock. Failures of single items and of whole sources are data in the report. */
export async function syncLibrary(options: SyncOptions): Promise<SyncReport> {
  const startedMs = options.runtime.monotonicMs();
  const dropped = await findDropped(options);
  const generation = await activeGeneration(options);
  const lacksVectors = generation.embedder === null && options.embedder !== undefined;
  const reports: SourceReport[] = [];
  let sequence: number | undefined;
  for (const source of options.sources) {
    const synced = await syncUnderRules(source, options, generation);
    reports.push(synced.report);
    sequence = synced.sequence ?? sequence;
  }
  const gone = await dropSources(dropped, { ...options, generation: generation.id });
  reports.push(...gone.reports);
  sequence = gone.sequence ?? sequence;
  if (options.dryRun !== true && reports.some(({ deleted }) => deleted > 0)) await options.store.forget?.();
  const vectors = lacksVectors && options.dryRun !== true ? await addVectors(options) : {};
  return { sources: reports, durationMs: options.runtime.monotonicMs() - startedMs, sequence, ...vectors };
}

/** Last, so that an embedder that fails keeps neither deletions nor closed access from being applied. */
async function addVectors(options: SyncOptions): Promise<Pick<SyncReport, "vectorsAdded">> {
  const { passagesEmbedded } = await rebuildLibrary(options);
  return { vectorsAdded: passagesEmbedded };
}

/** Records the source's rules around its sync, so that readers notice rules that are changed and not yet applied. */
async function syncUnderRules(source: Source, options: SyncOptions, generation: Generation): Promise<SyncedSource> {
  const { store, dryRun = false } = options;
  const recording = { store, generation: generation.id };
  if (!dryRun) await beginRules(source, recording);
  const synced = await syncSource(source, {
    store,
    generation: generation.id,
    indexer: options.indexer,
    // why: vectors that the whole generation lacks are added at the end.
    embedder: generation.embedder === null ? undefined : options.embedder,
    parse: options.parse,
    parsers: options.parsers,
    limits: { ...DEFAULT_BATCH, ...options.limits },
    readers: options.readers ?? 4,
    dryRun,
    runtime: options.runtime,
    onProgress: options.onProgress ?? (() => undefined),
    monotonicMs: options.runtime.monotonicMs,
    signal: options.signal,
  }).catch(async (error: unknown) => {
    if (isEngineTrouble(error) && !dryRun) await closeByRules(options, generation);
    throw error;
  });
  // why: of a source that cannot be listed, only what its rules say by themselves is applied.
  const isApplied = synced.report.error === undefined || source.rules?.holdById !== false;
  const recorded = isApplied && !dryRun ? await endRules(source, recording) : undefined;
  return { ...synced, sequence: recorded ?? synced.sequence };
}

/** The generation that searches use, made by the settings in force but for vectors that it may lack; the first sync creates it. */
async function activeGeneration({ store, indexer, embedder }: SyncOptions): Promise<Generation> {
  const wanted = generationSpec(indexer, embedder);
  const active = (await store.generations()).find((generation) => generation.state === "active");
  if (active === undefined) {
    const created = await store.createGeneration(wanted);
    await store.activateGeneration(created.id);
    return { ...created, state: "active" };
  }
  if (matchesSpec(active, wanted) || lacksOnlyVectors(active, wanted)) return active;
  throw new SchoolbookError("library_mismatch", describeMismatch(active, wanted), { details: { active, wanted } });
}

function isEngineTrouble(error: unknown): boolean {
  return error instanceof SchoolbookError && error.code.startsWith("engine_");
}

/** What the sources' rules have closed since is closed, although a failing embedder stops the sync before it comes to it. */
async function closeByRules({ store, sources, signal }: SyncOptions, generation: Generation): Promise<void> {
  signal?.throwIfAborted();
  for (const source of sources) {
    const touches = [...(await store.manifest(source.name))].flatMap(([id, entry]) => {
      const acl = narrowedAcl(entry, source.accessOf?.(id));
      return acl === undefined ? [] : [{ id, acl, fingerprint: "" }];
    });
    if (touches.length > 0) await store.commit({ generation: generation.id, touches });
  }
}
