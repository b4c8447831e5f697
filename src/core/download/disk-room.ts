// Whether a disk has room, and what a failure of a disk means.
import { statfs } from "node:fs/promises";

import { SchoolbookError } from "../errors.ts";

/** Left free at least, so that a download does not fill a disk to the last byte. */
const RESERVE_BYTES = 64 * 1024 * 1024;

/** Throws `storage_full` before anything is fetched when so much does not fit into the folder. */
export async function requireRoom(folder: string, bytes: number): Promise<void> {
  const { blocks, bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  // why: some network file systems do not tell; writing to them will.
  if (bytes <= 0 || blocks === 0 || bytes + RESERVE_BYTES <= free) return;
  throw new SchoolbookError(
    "storage_full",
    `${megabytes(bytes)} are to be fetched, and ${folder} has ${megabytes(free)} left.`,
    {
      hint: "Free some space, or name a folder on another disk with SCHOOLBOOK_HOME.",
      details: { folder, neededBytes: bytes, freeBytes: free },
    },
  );
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString("en-US")} MB`;
}

const READ_ONLY = new Set(["EACCES", "EPERM", "EROFS"]);
const FULL = new Set(["ENOSPC", "EDQUOT"]);

/** The error of a file operation in words; anything else as it is. */
export function diskError(error: unknown, path: string): unknown {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (FULL.has(code)) {
    return new SchoolbookError("storage_full", `The disk is full: ${path} could not be written any further.`, {
      hint: "Free some space and run again; what was fetched so far is kept.",
      details: { path },
      cause: error,
    });
  }
  if (!READ_ONLY.has(code)) return error;
  return new SchoolbookError("storage_readonly", `${path} cannot be written.`, {
    hint: "Check the folder's permissions, or name another with SCHOOLBOOK_HOME.",
    details: { path },
    cause: error,
  });
}
