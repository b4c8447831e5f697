// What to do when the library's file is so damaged that the commands which mend it cannot read it either.
import { SchoolbookError } from "../../core/errors.ts";

/** Runs a command that mends or replaces the library; its own name would be no advice when it fails on damage. */
export async function withLastResort<Result>(libraryPath: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SchoolbookError) || error.code !== "library_damaged") throw error;
    if (error.details["path"] !== libraryPath) throw error;
    throw new SchoolbookError("library_damaged", error.message, {
      hint: `Move ${libraryPath} away, with the -wal and -shm beside it; then \`schoolbook library sync\` reads every source anew, or \`schoolbook library import\` restores a backup.`,
      details: error.details,
      cause: error,
    });
  }
}
