// What a failed write comes to, told apart by what mends it: a full disk needs room, and a closed folder needs permission.
import { SchoolbookError } from "./errors.ts";

const FULL = new Set(["ENOSPC", "EDQUOT"]);
const CLOSED = new Set(["EACCES", "EPERM", "EROFS"]);
/** SQLite's FULL, and the same said of its shared memory. */
const SQLITE_FULL = new Set([13, 4874]);

export type WriteFailure = {
  /** The file or folder. */
  readonly path: string;
  /** Of a failure that is not for want of room. Default: that the path cannot be written. */
  readonly message?: string;
  readonly hint?: string;
};

/** Whatever was thrown while something was written; an error of ours stays what it is. */
export function writeFailure(cause: unknown, { path, message, hint }: WriteFailure): SchoolbookError {
  if (cause instanceof SchoolbookError) return cause;
  const details = { path };
  if (isDiskFull(cause)) {
    return new SchoolbookError("storage_full", `The disk is full: ${path} cannot be written any further.`, {
      details,
      cause,
    });
  }
  const code = codeOf(cause);
  const why = code === undefined || CLOSED.has(code) ? "" : ` (${code})`;
  return new SchoolbookError("storage_readonly", message ?? `${path} cannot be written${why}.`, {
    hint: hint ?? "Check the path, and the permissions of its folder.",
    details,
    cause,
  });
}

export function isDiskFull(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if (FULL.has(codeOf(cause) ?? "")) return true;
  return "errcode" in cause && typeof cause.errcode === "number" && isSqliteFull(cause.errcode);
}

function isSqliteFull(code: number): boolean {
  return SQLITE_FULL.has(code) || SQLITE_FULL.has(code & 0xff);
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
}
