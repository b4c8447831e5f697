// Removes a pulled model: all its versions, except for files that something else was pulled with.
import { rmdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

import { SchoolbookError } from "../../../core/errors.ts";
import type { Runtime } from "../../../core/runtime.ts";
import { closestName } from "../../closest-name.ts";
import { versionsBelow } from "./find-cached-model.ts";
import { listCachedModels } from "./list-cached-models.ts";
import { FILES, lockModel, PARTS, sourceFolder } from "./model-folder.ts";
import { type ModelManifest, readManifest, writeManifest } from "./model-manifest.ts";
import { parsePullReference } from "./pull-reference.ts";

export type RemovedModel = {
  readonly name: string;
  readonly files: number;
  /** What became free; files that versions share count once they are in none any more. */
  readonly bytes: number;
};

export type RemoveOptions = {
  readonly models: string;
  readonly runtime: Runtime;
  readonly signal?: AbortSignal | undefined;
};

export async function removeCachedModel(
  reference: string,
  { models, runtime, signal }: RemoveOptions,
): Promise<RemovedModel> {
  const parsed = parsePullReference(reference);
  const { name } = parsed;
  const isKnown = versionsBelow(sourceFolder(models, parsed)).some((folder) => holds(folder, name));
  if (!isKnown) throw unknown(name, models);
  using _lock = await lockModel(models, parsed, { command: `models remove ${name}`, runtime, waitMs: 0, signal });
  const removed = versionsBelow(sourceFolder(models, parsed)).map((folder) => removeFrom(folder, name));
  dropEmpty(sourceFolder(models, parsed), models);
  return {
    name,
    files: removed.reduce((sum, { files }) => sum + files, 0),
    bytes: removed.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function holds(folder: string, name: string): boolean {
  return readManifest(folder)?.pulls.some((pull) => pull.name === name) === true;
}

/** A kill in between leaves a model that is listed as partial and can be removed again. */
function removeFrom(folder: string, name: string): Omit<RemovedModel, "name"> {
  const manifest = readManifest(folder);
  if (manifest === undefined || !holds(folder, name)) return { files: 0, bytes: 0 };
  const pulls = manifest.pulls.filter((pull) => pull.name !== name);
  const kept = new Set(pulls.flatMap(({ files }) => files));
  const gone = manifest.files.filter(({ path }) => !kept.has(path));
  const bytes = gone.reduce((sum, { path }) => sum + removeFile(join(folder, FILES, path), join(folder, FILES)), 0);
  rmSync(join(folder, PARTS), { recursive: true, force: true });
  if (pulls.length === 0) rmSync(folder, { recursive: true, force: true });
  else writeManifest(folder, withPulls(manifest, pulls, kept));
  return { files: gone.length, bytes };
}

function withPulls(manifest: ModelManifest, pulls: ModelManifest["pulls"], kept: ReadonlySet<string>): ModelManifest {
  return { ...manifest, pulls, files: manifest.files.filter(({ path }) => kept.has(path)) };
}

function removeFile(path: string, root: string): number {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined) return 0;
  rmSync(path);
  dropEmpty(dirname(path), root);
  return there.nlink > 1 ? 0 : there.size;
}

/** Folders that hold nothing any more, up to the root. */
function dropEmpty(folder: string, root: string): void {
  for (let empty = folder; empty.startsWith(join(root, "/")); empty = dirname(empty)) {
    try {
      rmdirSync(empty);
    } catch {
      // why: a folder that still holds something, or is gone, ends the clearing up.
      return;
    }
  }
}

function unknown(name: string, models: string): SchoolbookError {
  const known = listCachedModels(models).flatMap((entry) => {
    if (entry.kind === "damaged") return [];
    return [entry.kind === "whole" ? entry.model.name : entry.name];
  });
  const nearest = closestName(name, known);
  return new SchoolbookError("not_found", `${name} is not among the pulled models.`, {
    hint: nearest === undefined ? "`schoolbook models list` shows what is there." : `Did you mean ${nearest}?`,
    details: { known },
  });
}
