// Walks a folder in a steady order: what is hidden, excluded, ignored or a link out of it is passed by.
import type { BigIntStats } from "node:fs";
import { lstat, realpath } from "node:fs/promises";

import type { GlobMatcher } from "../glob.ts";
import { resolveLink } from "./follow-link.ts";
import { createIgnoreRules, type IgnoreRules, NO_IGNORE_RULES } from "./ignore-rules.ts";
import type { FolderOptions } from "./options.ts";
import { type FolderEntry, joinRaw, type RawPath, readFolder } from "./read-folder.ts";

export type WalkedFile =
  | { readonly kind: "file"; readonly path: string; readonly raw: RawPath; readonly stats: BigIntStats }
  /** It is there, but the system refuses to say more. */
  | { readonly kind: "failed"; readonly path: string; readonly isFolder: boolean; readonly error: Error };

export type WalkRules = {
  readonly include: GlobMatcher;
  readonly exclude: GlobMatcher;
  readonly isReadable: (name: string) => boolean;
};

export type WalkOptions = WalkRules & Pick<FolderOptions, "hidden" | "followLinks" | "ignoreFiles">;

/** Never listed, whatever the options say: they change with every commit and every sync. */
const NEVER = new Set([".git", ".schoolbook"]);

type Place = {
  readonly path: string;
  readonly raw: RawPath;
  readonly ignores: IgnoreRules;
};

/** Every file below the folder, each once. Throws only when the folder itself cannot be listed. */
export async function* walkFolder(
  root: string,
  options: WalkOptions,
  signal?: AbortSignal,
): AsyncGenerator<WalkedFile> {
  const real = await realpath(root);
  const ignores = options.ignoreFiles ? createIgnoreRules() : NO_IGNORE_RULES;
  yield* walkPlace({ path: "", raw: real, ignores }, { real, linked: new Set(), options, signal });
}

type Walk = {
  /** The walked folder without links in its own path. */
  readonly real: string;
  /** Folders that a link led to: each is entered through one link only. */
  readonly linked: Set<string>;
  readonly options: WalkOptions;
  readonly signal: AbortSignal | undefined;
};

async function* walkPlace(place: Place, walk: Walk): AsyncGenerator<WalkedFile> {
  walk.signal?.throwIfAborted();
  const entries = await readFolder(place.raw);
  const ignores = await place.ignores.enter(place.path, place.raw, entries);
  const here = { ...place, ignores };
  const wanted = entries.filter((entry) => isWanted(entry, here, walk.options));
  const found = await Promise.all(wanted.map(async (entry) => lookAt(entry, here, walk)));
  for (const item of found) {
    if (item === undefined) continue;
    if (item.kind !== "folder") yield item;
    else yield* enterFolder(item.place, walk);
  }
}

/** A folder that cannot be listed is reported as one item; one that is gone by now holds nothing. */
async function* enterFolder(place: Place, walk: Walk): AsyncGenerator<WalkedFile> {
  try {
    yield* walkPlace(place, walk);
  } catch (error) {
    walk.signal?.throwIfAborted();
    if (!isSystemError(error)) throw error;
    if (error.code !== "ENOENT") yield { kind: "failed", path: place.path, isFolder: true, error };
  }
}

function isWanted(entry: FolderEntry, place: Place, options: WalkOptions): boolean {
  const { name, kind } = entry;
  if (NEVER.has(name) || (!options.hidden && name.startsWith("."))) return false;
  if (kind === "link" && !options.followLinks) return false;
  const path = pathIn(place, name);
  if (kind === "file") return isWantedFile(path, name, options) && !place.ignores.ignores(path);
  return kind === "link" || (isWantedFolder(path, options) && !place.ignores.ignores(`${path}/`));
}

function isWantedFile(path: string, name: string, { include, exclude, isReadable }: WalkRules): boolean {
  return include.matches(path) && isReadable(name) && !exclude.matches(path);
}

function isWantedFolder(path: string, { include, exclude }: WalkRules): boolean {
  return include.reaches(path) && !exclude.covers(path);
}

function pathIn(place: Place, name: string): string {
  return place.path === "" ? name : `${place.path}/${name}`;
}

type Found = WalkedFile | { readonly kind: "folder"; readonly place: Place } | undefined;

async function lookAt(entry: FolderEntry, place: Place, walk: Walk): Promise<Found> {
  const path = pathIn(place, entry.name);
  const raw = joinRaw(place.raw, entry.raw);
  try {
    if (entry.kind === "link") return await lookThrough(path, raw, { place, walk });
    if (entry.kind === "folder") return { kind: "folder", place: { ...place, path, raw } };
    const stats = await lstat(raw, { bigint: true });
    return stats.isFile() ? { kind: "file", path, raw, stats } : undefined;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return error.code === "ENOENT" ? undefined : { kind: "failed", path, isFolder: entry.kind === "folder", error };
  }
}

type Around = { readonly place: Place; readonly walk: Walk };

async function lookThrough(path: string, raw: RawPath, { place, walk }: Around): Promise<Found> {
  const target = await resolveLink(raw, { root: walk.real, from: place.raw, linked: walk.linked });
  if (target === undefined) return undefined;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (target.kind === "folder" && !isWantedFolder(path, walk.options)) return undefined;
  if (target.kind === "folder") return { kind: "folder", place: { ...place, path, raw: target.raw } };
  const isWantedTarget = isWantedFile(path, name, walk.options) && !place.ignores.ignores(path);
  return isWantedTarget ? { kind: "file", path, raw: target.raw, stats: target.stats } : undefined;
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
