// Wires sources, parsers and store together for a sync or a watch.
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import type { SyncReport } from "../../library/sync/report.ts";
import { syncLibrary } from "../../library/sync/sync-library.ts";
import { watchLibrary } from "../../library/watch/watch-library.ts";
import { createParserPool } from "../../parsers/pool/create-parser-pool.ts";
import { PARSERS } from "../../parsers/registry.ts";
import { createSource } from "../../sources/registry.ts";
import type { Source } from "../../spec/source.ts";
import type { Store } from "../../spec/store.ts";
import { closestName } from "../closest-name.ts";
import { isReadable } from "./is-readable.ts";
import { createLibraryHandles } from "./library-handles.ts";
import { lockLibrary, type ProjectContext } from "./project-context.ts";
import type { SyncProjectOptions, WatchProjectOptions, WriteOptions } from "./project.ts";

export async function syncProject(context: ProjectContext, options: SyncProjectOptions): Promise<SyncReport> {
  const sources = createSources(context, options.sources, options.allowRemovals);
  if (options.dryRun === true) return compareOnly(context, { ...options, sources });
  using _lock = await lockLibrary(context, "library sync", options);
  // why: without await the lock would be let go while the sync still runs.
  return await runSync(context, { ...options, sources, store: await context.library.forWriting() });
}

export async function watchProject(context: ProjectContext, options: WatchProjectOptions): Promise<void> {
  const { signal, waitMs } = options;
  const writeOptions: WriteOptions = { signal, ...(waitMs === undefined ? {} : { waitMs }) };
  await watchLibrary({
    sources: createSources(context, undefined),
    sync: async (sources) => {
      using _lock = await lockLibrary(context, "library watch", writeOptions);
      return await runSync(context, { ...writeOptions, sources, store: await context.library.forWriting() });
    },
    onEvent: options.onEvent,
    runtime: context.runtime,
    signal,
    pollMs: options.pollMs ?? context.project.config.sync.pollMs,
  });
}

/** The configured sources, or those of them that are named. */
export function createSources(
  context: ProjectContext,
  names: readonly string[] | undefined,
  allowRemovals = false,
): readonly Source[] {
  const { sources } = context.project.config;
  return (names ?? Object.keys(sources)).map((name) => {
    const settings = Object.hasOwn(sources, name) ? sources[name] : undefined;
    if (settings === undefined) throw unknownSource(name, Object.keys(sources));
    const { folder } = context.project;
    const { runtime, offline } = context;
    const allowShrink = settings.allowShrink || allowRemovals;
    return createSource({ ...settings, allowShrink }, { name, projectFolder: folder, runtime, offline, isReadable });
  });
}

function unknownSource(name: string, known: readonly string[]): SchoolbookError {
  const nearest = closestName(name, known);
  const list = known.length === 0 ? "The project has no sources yet." : `Known sources: ${known.join(", ")}.`;
  return new SchoolbookError("usage", `There is no source named ${JSON.stringify(name)}.`, {
    hint: nearest === undefined ? list : `Did you mean ${nearest}? ${list}`,
    details: { source: name, known },
  });
}

/** One core is left to the sync itself. */
function defaultProcesses(): number {
  return Math.max(1, Math.min(4, availableParallelism() - 1));
}

type RunOptions = Omit<SyncProjectOptions, "sources"> & { readonly sources: readonly Source[] };

/** A dry run; without a library it compares with an empty one elsewhere, so that it leaves no file in the project. */
async function compareOnly(context: ProjectContext, options: RunOptions): Promise<SyncReport> {
  if (await hasActiveGeneration(context)) {
    return runSync(context, { ...options, store: await context.library.forReading() });
  }
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-"));
  try {
    await using empty = createLibraryHandles(join(folder, "library.sqlite"), context.runtime);
    return await runSync(context, { ...options, store: await empty.forWriting() });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function hasActiveGeneration({ library }: ProjectContext): Promise<boolean> {
  if (!library.exists()) return false;
  const generations = await (await library.forReading()).generations();
  return generations.some(({ state }) => state === "active");
}

async function runSync(context: ProjectContext, options: RunOptions & { readonly store: Store }): Promise<SyncReport> {
  const { config } = context.project;
  const processes = config.parsing.processes ?? defaultProcesses();
  const { timeoutMs, memoryMb, maxBytes, maxChars, maxPages } = config.parsing;
  const limits = { maxBytes, maxChars, maxPages };
  const embedder = await context.models.embedder(options.signal);
  await using pool = createParserPool({ processes, limits, timeoutMs, memoryMb });
  return await syncLibrary({
    store: options.store,
    sources: options.sources,
    configured: new Set(Object.keys(config.sources)),
    parse: async (input) => pool.parse(input),
    parsers: new Set(PARSERS.map((parser) => parser.id)),
    indexer: context.indexer,
    runtime: context.runtime,
    limits: config.sync.batch,
    readers: processes + 2,
    dryRun: options.dryRun ?? false,
    allowRemovals: options.allowRemovals ?? false,
    ...(embedder === undefined ? {} : { embedder }),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}
