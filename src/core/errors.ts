// The one error type of Schoolbook; its codes are in error-kinds.ts.
import { ERROR_KINDS, type ErrorCode } from "./error-kinds.ts";

export { ERROR_KINDS, type ErrorCode, type ErrorKind } from "./error-kinds.ts";

export type ErrorDetails = Readonly<Record<string, unknown>>;

export type ErrorOptions = { readonly hint?: string; readonly details?: ErrorDetails; readonly cause?: unknown };

/** What is thrown when a run cannot go on; per-item failures are returned as data instead. */
export class SchoolbookError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SchoolbookError";
    this.code = code;
    this.hint = options.hint ?? ERROR_KINDS[code].hint;
    this.details = options.details ?? {};
  }

  toJSON(): ErrorReport {
    return { code: this.code, message: this.message, hint: this.hint, details: this.details };
  }
}

/** The plain form of an error: what is printed with --json, sent over HTTP and stored beside failed items. */
export type ErrorReport = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly details: ErrorDetails;
};

/** Turns anything thrown into a SchoolbookError; what is not ours becomes `internal` with its cause kept. */
export function toSchoolbookError(thrown: unknown): SchoolbookError {
  if (thrown instanceof SchoolbookError) return thrown;
  if (thrown instanceof Error && thrown.name === "AbortError")
    return new SchoolbookError("cancelled", "The work was stopped.", { cause: thrown });
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new SchoolbookError("internal", message, { cause: thrown });
}
