// Checks that everything the library holds agrees with itself, and mends what can be made again from the stored texts.
import { SchoolbookError } from "../../core/errors.ts";
import type { AuditReport, Generation } from "../../spec/store.ts";
import { indexPending, type PendingOptions } from "../rebuild/index-pending.ts";
import { describeMismatch, generationSpec, lacksOnlyVectors, matchesSpec } from "../sync/generation-spec.ts";

export type VerifyOptions = PendingOptions & {
  /** Mends findings; the caller then holds the writer lock. */
  readonly repair: boolean;
};

export type VerifyReport = {
  readonly clean: boolean;
  /** What was found, before any repair. */
  readonly found: AuditReport;
  /** What is left after a repair; absent when none was asked for or needed. */
  readonly afterRepair?: AuditReport;
};

export async function verifyLibrary(options: VerifyOptions): Promise<VerifyReport> {
  const { store, signal } = options;
  const audit = (): Promise<AuditReport> => store.audit(signal === undefined ? {} : { signal });
  const found = await audit();
  if (!options.repair) return { clean: found.findings.length === 0, found };
  if (found.findings.length > 0) await store.repair(found);
  const remade = await remake(options);
  if (found.findings.length === 0 && remade === 0) return { clean: true, found };
  const afterRepair = await audit();
  return { clean: afterRepair.findings.length === 0, found, afterRepair };
}

/** Indexes again what the repair emptied; a generation kept for rollback is caught up when it is rolled back to. */
async function remake(options: VerifyOptions): Promise<number> {
  const active = (await options.store.generations()).find((generation) => generation.state === "active");
  if (active === undefined) return 0;
  const pending = await options.store.pendingDocuments(active.id, 1);
  if (pending.length === 0) return 0;
  const { embedder: _none, ...byWords } = options;
  const given = lacksOnlyVectors(active, generationSpec(options.indexer, options.embedder)) ? byWords : options;
  assertSameSettings(active, given);
  return (await indexPending(active.id, given)).documents;
}

function assertSameSettings(active: Generation, { indexer, embedder }: VerifyOptions): void {
  const wanted = generationSpec(indexer, embedder);
  if (matchesSpec(active, wanted)) return;
  throw new SchoolbookError(
    "library_mismatch",
    `Damaged documents cannot be indexed again. ${describeMismatch(active, wanted)}`,
  );
}
