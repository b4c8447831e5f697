import type { AuditReport } from "../../../spec/store.ts";
import type { WriteContext } from "../write/write-context.ts";
export function repairLibrary(_write: WriteContext, _report: AuditReport): void {
  throw new Error("soon");
}
