// Walks a folder in a steady order: what is hidden, excluded, ignored or a link out of it is passed by.
import type { BigIntStats } from "node:fs";
import { lstat, realpath } from "node:fs/promises";

import type { GlobMatcher } from "../glob.ts";
import { resolveLink } from "./follow-link.ts";
import { createIgnoreRules, type IgnoreRules, NO_IGNORE_RULES } from "./ignore-rules.ts";
import type { FolderOptions } from "./options.ts";
import { type FolderEntry, joinRaw, type RawPath, readFolder } from "./read-folder.ts";

export type WalkedFile =
  | {
      readonly kind: "file";
      readonly path: string;
      /** What access rules see: the path of the file itself, also where a link led to it. */
      readonly rulePath: string;
      readonly raw: RawPath;
      readonly stats: BigIntStats;
    }
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
  /** The path that patterns see, without marks. */
  readonly plain: string;
  readonly raw: RawPath;
  readonly ignores: IgnoreRules;
};

/** Every file below the folder, each once. Throws only when the folder itself cannot be listed, or is another one at the end. */
export async function* walkFolder(
  root: string,
  options: WalkOptions,
  signal?: AbortSignal,
): AsyncGenerator<WalkedFile> {
  const real = await realpath(root);
  const before = await lstat(real, { bigint: true });
  const ignores = options.ignoreFiles ? createIgnoreRules() : NO_IGNORE_RULES;
  yield* walkPlace({ path: "", plain: "", raw: real, ignores }, { real, linked: new Set(), options, signal });
  // why: below a root that is moved away or unmounted meanwhile, every folder not yet walked would seem to be empty.
  const after = await lstat(real, { bigint: true });
  if (after.ino !== before.ino || after.dev !== before.dev)
    throw Object.assign(new Error("replaced"), { code: "ESTALE" });
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
  const ignores = await place.ignores.enter(place.plain, place.raw, entries);
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
  const path = pathIn(place.plain, entry.plain);
  if (kind === "file") return isWantedFile(path, name, options) && !place.ignores.ignores(path);
  return kind === "link" || (isWantedFolder(path, options) && !place.ignores.ignores(`${path}/`));
}

function isWantedFile(path: string, name: string, { include, exclude, isReadable }: WalkRules): boolean {
  return include.matches(path) && isReadable(name) && !exclude.matches(path);
}

function isWantedFolder(path: string, { include, exclude }: WalkRules): boolean {
  return include.reaches(path) && !exclude.covers(path);
}

function pathIn(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

function rulePathOf(raw: RawPath, { real }: Walk): string {
  const rest = typeof raw === "string" ? raw.slice(real.length) : raw.subarray(Buffer.byteLength(real)).toString();
  return rest.replace(/^\/+/u, "").normalize("NFC");
}

type Found = WalkedFile | { readonly kind: "folder"; readonly place: Place } | undefined;

async function lookAt(entry: FolderEntry, place: Place, walk: Walk): Promise<Found> {
  const path = pathIn(place.path, entry.name);
  const raw = joinRaw(place.raw, entry.raw);
  const next = { ...place, path, plain: pathIn(place.plain, entry.plain), raw };
  try {
    if (entry.kind === "link") return await lookThrough(next, place.raw, walk);
    if (entry.kind === "folder") return { kind: "folder", place: next };
    const stats = await lstat(raw, { bigint: true });
    return stats.isFile() ? { kind: "file", path, rulePath: rulePathOf(raw, walk), raw, stats } : undefined;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const leadsNowhere = error.code === "ENOENT" || (error.code === "ELOOP" && entry.kind === "link");
    return leadsNowhere ? undefined : { kind: "failed", path, isFolder: entry.kind === "folder", error };
  }
}

async function lookThrough(link: Place, from: RawPath, walk: Walk): Promise<Found> {
  const target = await resolveLink(link.raw, { root: walk.real, from, linked: walk.linked });
  if (target === undefined) return undefined;
  const { path, plain, ignores } = link;
  const { kind, raw } = target;
  if (kind === "folder") return isWantedFolder(plain, walk.options) ? { kind, place: { ...link, raw } } : undefined;
  const name = plain.slice(plain.lastIndexOf("/") + 1);
  const isWantedTarget = isWantedFile(plain, name, walk.options) && !ignores.ignores(plain);
  return isWantedTarget ? { kind, path, rulePath: rulePathOf(raw, walk), raw, stats: target.stats } : undefined;
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
