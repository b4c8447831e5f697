// What the passes of an audit share: what they read, what they have found, what they have counted.
import { SchoolbookError } from "../../../core/errors.ts";
import type { Sql } from "../../../core/sqlite.ts";
import type { AuditFinding, AuditKind, GenerationId } from "../../../spec/store.ts";

export type Audit = {
  readonly sql: Sql;
  readonly findings: AuditFinding[];
  readonly checked: Record<AuditKind, number>;
  /** Ids of documents by their key. */
  readonly documentIds: ReadonlyMap<number, string>;
};

export type Place = {
  readonly document?: number;
  readonly generation?: GenerationId;
};

export function report({ findings, documentIds }: Audit, kind: AuditKind, message: string, place: Place = {}): void {
  const { document, generation } = place;
  const documentId = document === undefined ? undefined : documentIds.get(document);
  findings.push({
    kind,
    message,
    ...(documentId === undefined ? {} : { documentId }),
    ...(generation === undefined ? {} : { generation }),
  });
}

/** Runs a step; what damaged bytes make it throw becomes a finding. */
export function attempt(audit: Audit, kind: AuditKind, place: Place, step: () => void): boolean {
  try {
    step();
    return true;
  } catch (error) {
    report(audit, kind, reasonOf(error), place);
    return false;
  }
}

export function reasonOf(error: unknown): string {
  if (error instanceof SchoolbookError || error instanceof RangeError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

export function nameOf({ documentIds }: Audit, document: number): string {
  return documentIds.get(document) ?? `document ${document}, which does not exist`;
}
