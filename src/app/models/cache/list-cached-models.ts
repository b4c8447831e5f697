// Everything that was ever pulled: whole, half or damaged.
import { join } from "node:path";

import { toSchoolbookError } from "../../../core/errors.ts";
import { type CacheEntry, entryOf, versionsBelow } from "./find-cached-model.ts";
import { readManifest } from "./model-manifest.ts";

export type CacheListing = CacheEntry | { readonly kind: "damaged"; readonly folder: string; readonly reason: string };

/** By name, the newest version of each first. */
export function listCachedModels(models: string): readonly CacheListing[] {
  const organisations = versionsBelow(join(models, "hf"));
  const sources = [...organisations.flatMap(versionsBelow), ...versionsBelow(join(models, "web"))];
  return sources.flatMap(versionsBelow).flatMap(entriesIn).toSorted(byNameAndAge);
}

function entriesIn(folder: string): readonly CacheListing[] {
  try {
    const manifest = readManifest(folder);
    return manifest === undefined ? [] : manifest.pulls.map((pull) => entryOf(pull, manifest, folder));
  } catch (error) {
    return [{ kind: "damaged", folder, reason: toSchoolbookError(error).message }];
  }
}

function byNameAndAge(one: CacheListing, other: CacheListing): number {
  return nameOf(one).localeCompare(nameOf(other)) || timeOf(other).localeCompare(timeOf(one));
}

function nameOf(entry: CacheListing): string {
  if (entry.kind === "damaged") return entry.folder;
  return entry.kind === "whole" ? entry.model.name : entry.name;
}

function timeOf(entry: CacheListing): string {
  return entry.kind === "damaged" ? "" : entry.at;
}
