// Holds the library against the access rules in force: what the configuration closes is never read, synced or not.
import { SchoolbookError } from "../../core/errors.ts";
import { type AccessRecord, isImported, isUnderRules, readAccessRecord } from "../../library/sync/access-record.ts";
import { narrowedAcl } from "../../library/sync/narrow-access.ts";
import { createSource } from "../../sources/registry.ts";
import type { Source } from "../../spec/source.ts";
import type { ManifestEntry, Store } from "../../spec/store.ts";
import type { LoadedProject } from "../config/load-project.ts";
import type { ProjectContext } from "./project-context.ts";

export type AccessCheck = {
  /**
   * False when rules or sources have changed since the last sync, or none came to its end: the next one may let more people
   * read, or know more documents.
   */
  readonly isCurrent: boolean;
  /** Sources of which somebody could read what the configuration closes. */
  readonly open: readonly string[];
};

type Configured = Pick<ProjectContext, "project" | "runtime" | "offline">;

/** One read of a few bytes as long as nothing has changed; otherwise every document is held against the rules. */
export async function checkAccess(store: Store, configured: Configured): Promise<AccessCheck> {
  const record = await readAccessRecord(store);
  const sources = configuredSources(configured);
  const others = [...record.keys()].filter((name) => !sources.has(name) && !isImported(record, name));
  const isCurrent = others.length === 0 && [...sources.values()].every((one) => isUnderRules(record, one));
  if (isCurrent) return { isCurrent, open: [] };
  const open = new Set<string>();
  for (const entry of (await store.manifest()).values()) {
    if (!open.has(entry.source) && isTooOpen(entry, sources.get(entry.source), record)) open.add(entry.source);
  }
  return { isCurrent, open: [...open] };
}

/** Throws `library_outdated` before anybody reads what they may not. The message names nothing: an asker may see it. */
export async function refuseTooOpen(context: ProjectContext): Promise<AccessCheck> {
  const check = await checkAccess(await context.library.forReading(), context);
  if (check.open.length === 0) return check;
  const message = "The library was synced under access rules or sources that the configuration has closed since.";
  throw new SchoolbookError("library_outdated", message, {
    hint: "Run `schoolbook library sync`, which applies the rules, and start anew what still watches under the old ones; `schoolbook doctor` names the sources.",
  });
}

const SOURCES = new WeakMap<LoadedProject, ReadonlyMap<string, Source>>();

/** Made once: a question comes here once for each of its citations. */
function configuredSources({ project, runtime, offline }: Configured): ReadonlyMap<string, Source> {
  const known = SOURCES.get(project);
  if (known !== undefined) return known;
  const { folder: projectFolder, config } = project;
  const sources = Object.entries(config.sources).map(
    ([name, settings]) => [name, createSource(settings, { name, projectFolder, runtime, offline })] as const,
  );
  const made = new Map(sources);
  SOURCES.set(project, made);
  return made;
}

function isTooOpen(entry: ManifestEntry, source: Source | undefined, record: AccessRecord): boolean {
  if (entry.acl.length === 0) return false;
  if (source === undefined) return !isImported(record, entry.source);
  if (isUnderRules(record, source)) return false;
  return source.rules?.holdById === false || narrowedAcl(entry, source.accessOf?.(entry.id)) !== undefined;
}
