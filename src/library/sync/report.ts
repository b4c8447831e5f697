// What a sync did: counts for people, failures item by item.
import type { ErrorReport } from "../../core/errors.ts";
import type { DocumentId } from "../../spec/document.ts";

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
  /** Documents written by this sync that nobody may read, because nothing said who may. */
  readonly closed: number;
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
  passagesWritten: number;
  passagesEmbedded: number;
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
    passagesWritten: 0,
    passagesEmbedded: 0,
    failed: [],
    warnings: [],
  };
}
