// Removes the documents of sources that are no longer configured, unless that would empty the library by mistake.
import { counted } from "../../core/counted.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { GenerationId, Store } from "../../spec/store.ts";
import { keepRules } from "./access-record.ts";
import { emptyTally, type SourceReport } from "./report.ts";

export type DropOptions = {
  readonly store: Store;
  readonly configured?: ReadonlySet<string>;
  readonly allowRemovals?: boolean;
};

/** How many documents each source has in the library that is not configured any more. */
export type DroppedSources = ReadonlyMap<string, number>;

/** A library smaller than this may lose most of its documents without a question, but not all of them. */
const LARGE = 10;

/** Throws `removals_refused` when too much would go: an emptied configuration looks like a project without sources. */
export async function findDropped({ store, configured, allowRemovals }: DropOptions): Promise<DroppedSources> {
  if (configured === undefined) return new Map();
  const { documents, sources } = await store.stats();
  const dropped = new Map(Object.entries(sources).filter(([name]) => !configured.has(name)));
  const lost = [...dropped.values()].reduce((sum, count) => sum + count, 0);
  const isMost = lost === documents || (documents >= LARGE && lost > documents / 2);
  if (lost > 0 && isMost && allowRemovals !== true) throw refused(dropped, lost, documents);
  return dropped;
}

function refused(dropped: DroppedSources, lost: number, documents: number): SchoolbookError {
  const names = [...dropped.keys()];
  const which = names.length === 1 ? `source ${names.join("")} is` : `sources ${names.join(", ")} are`;
  return new SchoolbookError(
    "removals_refused",
    `The ${which} no longer configured, and ${lost} of the library's ${counted(documents, "document")} would be removed; nothing was changed.`,
    { details: { sources: Object.fromEntries(dropped), removals: lost, documents } },
  );
}

export type DropContext = {
  readonly store: Store;
  readonly generation: GenerationId;
  readonly configured?: ReadonlySet<string>;
  readonly dryRun?: boolean;
};

export type DropReport = {
  readonly reports: readonly SourceReport[];
  readonly sequence: number | undefined;
};

export async function dropSources(dropped: DroppedSources, context: DropContext): Promise<DropReport> {
  const { store, generation, configured, dryRun } = context;
  const reports: SourceReport[] = [];
  let sequence: number | undefined;
  for (const source of dropped.keys()) {
    const deletes = [...(await store.manifest(source)).keys()];
    // why: what a listing found long ago is no measure for a source that is configured anew under the same name.
    const sourceStates = new Map([[source, ""]]);
    if (dryRun !== true) ({ sequence } = await store.commit({ generation, deletes, sourceStates }));
    reports.push({ source, ...emptyTally(), deleted: deletes.length });
  }
  const recorded = configured === undefined || dryRun === true ? undefined : await keepRules(configured, context);
  return { reports, sequence: recorded ?? sequence };
}
