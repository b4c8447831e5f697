// A folder that is there whole or not at all: written beside its place and moved there when all of it is written.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";

import { SchoolbookError } from "../../../core/errors.ts";
import type { Runtime } from "../../../core/runtime.ts";

export type ExportFolder = {
  readonly out: string;
  /** Takes the place of a folder that an export wrote. */
  readonly force: boolean;
  /** A file in it that tells an export from a folder of something else. */
  readonly mark: string;
  readonly runtime: Pick<Runtime, "newId">;
};

export async function writeExportFolder<Written>(
  { out, force, mark, runtime }: ExportFolder,
  fill: (folder: string) => Promise<Written>,
): Promise<Written> {
  refuseTaken(out, force, mark);
  const draft = `${out}.${runtime.newId()}.part`;
  try {
    mkdirSync(draft, { recursive: true });
    const written = await fill(draft);
    rmSync(out, { recursive: true, force: true });
    renameSync(draft, out);
    return written;
  } catch (error) {
    throw notWritten(dirname(out), error);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function refuseTaken(out: string, force: boolean, mark: string): void {
  const found = statSync(out, { throwIfNoEntry: false });
  if (found === undefined) return;
  const names = found.isDirectory() ? readdirSync(out) : [out];
  if (names.length === 0 || (force && names.includes(mark))) return;
  throw new SchoolbookError("input_invalid", `${out} is there already; nothing was written.`, {
    hint: names.includes(mark)
      ? "Name another folder with --out, or write over this export with --force."
      : "Name another folder with --out: no export wrote this one.",
  });
}

function notWritten(folder: string, cause: unknown): unknown {
  const code =
    cause instanceof Error && "code" in cause && !(cause instanceof SchoolbookError) ? cause.code : undefined;
  if (code === "ENOSPC") {
    return new SchoolbookError("storage_full", `The export does not fit on the disk of ${folder}.`, { cause });
  }
  if (code !== "EACCES" && code !== "EROFS" && code !== "EPERM") return cause;
  return new SchoolbookError("storage_readonly", `Nothing can be written to ${folder}.`, {
    hint: "Check the folder's permissions, or name another with --out.",
    cause,
  });
}
