// What a sync did: counts for people, failures item by item.
import type { ErrorReport } from "../../core/errors.ts";
import type { DocumentId } from "../../spec/document.ts";
import type { IdleRule } from "../../spec/source.ts";

export type FailedItem = {
  readonly id: DocumentId;
  readonly uri: string;
  readonly error: ErrorReport;
  /** What the library does with the version it had: keeps it for those who still may, hides it because its access changed or is not known, or had none. */
  readonly previous: "kept" | "hidden" | "none";
};

export type SyncWarning = {
  readonly id: DocumentId;
  readonly uri: string;
  readonly message: string;
};

export type SourceReport = {
  readonly source: string;
  readonly added: number;
  readonly changed: number;
  /** Text as before; access, metadata or address changed. */
  readonly touched: number;
  readonly unchanged: number;
  readonly deleted: number;
  readonly failed: readonly FailedItem[];
  readonly warnings: readonly SyncWarning[];
  /** Rules about access that decide about none of the source's documents; empty when it could not be listed to its end. */
  readonly idleRules: readonly IdleRule[];
  /** Documents written by this sync that nobody may read. */
  readonly closed: number;
  /** Those of them about which nothing said who may. */
  readonly unsaid: number;
  /** Those of them that say it so that it cannot be read; warnings name them. */
  readonly unclear: number;
  readonly passagesWritten: number;
  readonly passagesEmbedded: number;
  /** Set when the source could not be listed to its end: nothing was deleted. */
  readonly error?: ErrorReport;
};

export type SyncReport = {
  readonly sources: readonly SourceReport[];
  readonly durationMs: number;
  /** Sequence of the last commit; undefined when nothing had to be written. */
  readonly sequence: number | undefined;
  /** Passages that got vectors because the library was built without any; absent where it had them, or is to have none. */
  readonly vectorsAdded?: number;
};

/** A source's counts while they grow. */
export type SourceTally = {
  added: number;
  changed: number;
  touched: number;
  unchanged: number;
  deleted: number;
  closed: number;
  unsaid: number;
  unclear: number;
  passagesWritten: number;
  passagesEmbedded: number;
  idleRules: readonly IdleRule[];
  readonly failed: FailedItem[];
  readonly warnings: SyncWarning[];
};

export function emptyTally(): SourceTally {
  return {
    added: 0,
    changed: 0,
    touched: 0,
    unchanged: 0,
    deleted: 0,
    closed: 0,
    unsaid: 0,
    unclear: 0,
    passagesWritten: 0,
    passagesEmbedded: 0,
    idleRules: [],
    failed: [],
    warnings: [],
  };
}
