// A folder that is there whole or not at all: written beside its place and moved there when all of it is written.
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, unlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { SchoolbookError } from "../../../core/errors.ts";
import { ownFolder, ownTree } from "../../../core/owner-only.ts";
import type { Runtime } from "../../../core/runtime.ts";
import { writeFailure } from "../../../core/write-failure.ts";
import { EXPORT_MARK, exportedFiles } from "./export-mark.ts";

export type ExportFolder = {
  readonly out: string;
  /** Takes the place of a folder that an export wrote, and that holds nothing else. */
  readonly force: boolean;
  readonly runtime: Pick<Runtime, "newId">;
};

export async function writeExportFolder<Written>(
  { out, force, runtime }: ExportFolder,
  fill: (folder: string) => Promise<Written>,
): Promise<Written> {
  refuseTaken(out, force);
  const id = runtime.newId();
  const draft = `${out}.${id}.part`;
  try {
    mkdirSync(dirname(out), { recursive: true });
    ownFolder(draft);
    const written = await fill(draft);
    ownTree(draft);
    moveTo(out, { draft, force, aside: `${out}.${id}.old` });
    return written;
  } catch (error) {
    throw notWritten(dirname(out), error);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

type Move = { readonly draft: string; readonly aside: string; readonly force: boolean };

/** Writing takes long: what lies at the place by now is looked at again, and set aside before anything of it is removed. */
function moveTo(out: string, { draft, aside, force }: Move): void {
  refuseTaken(out, force);
  const before = lstatSync(out, { throwIfNoEntry: false });
  if (before !== undefined) renameSync(out, aside);
  try {
    if (before !== undefined) refuseOthers(aside, out);
    renameSync(draft, out);
  } catch (error) {
    if (before !== undefined && lstatSync(out, { throwIfNoEntry: false }) === undefined) renameSync(aside, out);
    throw isTaken(error) ? taken(out, "Name another folder with --out: it was made meanwhile.") : error;
  }
  if (before !== undefined) removeExport(aside);
}

function refuseTaken(out: string, force: boolean): void {
  const found = lstatSync(out, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isSymbolicLink()) throw taken(out, "It is a link: name the folder itself with --out, or another one.");
  if (!found.isDirectory()) throw taken(out, "It is no folder: name another one with --out.");
  const names = readdirSync(out);
  if (names.length === 0) return;
  if (!force && markOf(out) !== undefined) {
    throw taken(out, "Name another folder with --out, or write over this export with --force.");
  }
  if (names.includes(EXPORT_MARK) || !force) refuseOthers(out, out);
  else throw taken(out, NO_EXPORT);
}

const NO_EXPORT = "Name another folder with --out: no export wrote this one.";

/** Whatever an export did not write itself is not its to remove. */
function refuseOthers(folder: string, out: string): void {
  const names = readdirSync(folder);
  if (names.length === 0) return;
  const listed = markOf(folder);
  if (listed === undefined) throw taken(out, NO_EXPORT);
  const other = names.find((name) => !listed.has(name) || !lstatSync(join(folder, name)).isFile());
  if (other === undefined) return;
  throw taken(out, `Take ${other} out of it, which the export did not write, or name another folder with --out.`);
}

function removeExport(folder: string): void {
  for (const name of readdirSync(folder)) unlinkSync(join(folder, name));
  rmdirSync(folder);
}

function markOf(folder: string): ReadonlySet<string> | undefined {
  const path = join(folder, EXPORT_MARK);
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  const files = exportedFiles(readFileSync(path, "utf8"));
  return files && new Set([...files.map((file) => basename(file)), EXPORT_MARK]);
}

function taken(out: string, hint: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `${out} is there already; nothing was written.`, { hint });
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && "code" in cause && !(cause instanceof SchoolbookError) ? cause.code : undefined;
}

function isTaken(error: unknown): boolean {
  return ["EEXIST", "ENOTEMPTY", "ENOTDIR", "EISDIR"].includes(String(codeOf(error)));
}

function notWritten(folder: string, cause: unknown): unknown {
  const code = codeOf(cause);
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new SchoolbookError("storage_full", `The export does not fit on the disk of ${folder}.`, { cause });
  }
  if (typeof code !== "string" || !/^E[A-Z]+$/u.test(code)) return cause;
  const message = `Nothing can be written to ${folder} (${code}).`;
  return writeFailure(cause, { path: folder, message, hint: HINTS[code] ?? HINTS["EACCES"] ?? "" });
}

const HINTS: Readonly<Record<string, string>> = {
  EACCES: "Check the folder's permissions, or name another with --out.",
  EFBIG: "A file of it is larger than its disk or your limits (`ulimit -f`) allow: name another folder with --out.",
};
