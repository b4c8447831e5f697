// Keeps the library up to date while documents change: syncs a source soon after it says so, and polls those that can't.
import { toSchoolbookError } from "../../core/errors.ts";
import type { ErrorReport } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { Source } from "../../spec/source.ts";
import type { SyncReport } from "../sync/report.ts";

export type WatchOptions = {
  readonly sources: readonly Source[];
  /** Takes the writer lock, syncs these sources, lets the lock go. */
  readonly sync: (sources: readonly Source[]) => Promise<SyncReport>;
  readonly onEvent: (event: WatchEvent) => void;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  /** How often sources without notifications are looked at. */
  readonly pollMs: number;
};

export type WatchEvent =
  | { readonly kind: "synced"; readonly report: SyncReport }
  /** This round failed; the next change or poll tries again. */
  | { readonly kind: "failed"; readonly error: ErrorReport };

/** Runs until the signal aborts. Starts with a sync of everything, so that nothing that changed before is missed. */
export async function watchLibrary(options: WatchOptions): Promise<void> {
  const { sources, signal } = options;
  const due = new Set<Source>(sources);
  let wake = Promise.withResolvers<void>();
  for (const source of sources) {
    source.watch?.(() => {
      due.add(source);
      wake.resolve();
    }, signal);
  }
  while (!signal.aborted) {
    wake = Promise.withResolvers<void>();
    const round = [...due];
    due.clear();
    const failed = await syncRound(round, options);
    if (due.size > 0 || (await changedWithin(options, wake.promise))) continue;
    for (const source of sources) if (source.watch === undefined || failed) due.add(source);
  }
}

async function syncRound(round: readonly Source[], options: WatchOptions): Promise<boolean> {
  if (round.length === 0) return false;
  try {
    options.onEvent({ kind: "synced", report: await options.sync(round) });
    return false;
  } catch (error) {
    if (!options.signal.aborted) options.onEvent({ kind: "failed", error: toSchoolbookError(error).toJSON() });
    return true;
  }
}

/** True when a source called within the polling interval; false when the interval or the watch has ended. */
async function changedWithin({ runtime, pollMs, signal }: WatchOptions, changed: Promise<void>): Promise<boolean> {
  const stopSleep = new AbortController();
  const sleep = runtime.sleep(pollMs, AbortSignal.any([signal, stopSleep.signal])).then(
    () => false,
    () => false,
  );
  const result = await Promise.race([changed.then(() => true), sleep]);
  stopSleep.abort();
  return result;
}
