import type { AuditReport } from "../../../spec/store.ts";
export async function auditLibrary(_path: string, _options?: { readonly signal?: AbortSignal }): Promise<AuditReport> {
  throw new Error("soon");
}
