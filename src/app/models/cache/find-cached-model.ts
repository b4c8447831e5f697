// Finds pulled models without asking the network.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { SchoolbookError } from "../../../core/errors.ts";
import { FILES, sourceFolder } from "./model-folder.ts";
import { type ModelManifest, readManifest } from "./model-manifest.ts";
import { parsePullReference, type PullReference } from "./pull-reference.ts";

export type CachedFile = {
  /** As the source names it. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
};

export type CachedModel = {
  readonly name: string;
  /** The commit that it was pulled at; undefined for what came from an address. */
  readonly commit: string | undefined;
  /** The folder that holds the files under their own names. */
  readonly folder: string;
  readonly files: readonly CachedFile[];
  /** What an engine opens: the first or only file of weights. */
  readonly main: string;
  readonly bytes: number;
};

export type CacheEntry =
  | { readonly kind: "whole"; readonly model: CachedModel; readonly at: string }
  /** Some files are not here, or not as they were. */
  | { readonly kind: "partial"; readonly name: string; readonly missing: readonly string[]; readonly at: string };

/** The newest whole version of a model; undefined when there is none. */
export function findCachedModel(reference: string, models: string): CachedModel | undefined {
  const entry = lookUp(parsePullReference(reference), models);
  return entry?.kind === "whole" ? entry.model : undefined;
}

/** All of them, or an error that lists everything that is not here. */
export function requireCachedModels(references: readonly string[], models: string): readonly CachedModel[] {
  const found = references.map((text) => ({ text, entry: lookUp(parsePullReference(text), models) }));
  const missing = found.flatMap(({ text, entry }) => {
    if (entry?.kind === "whole") return [];
    return [{ reference: text, files: entry?.missing ?? [] }];
  });
  if (missing.length === 0) return found.flatMap(({ entry }) => (entry?.kind === "whole" ? [entry.model] : []));
  const listed = missing.map(({ reference, files }) =>
    files.length === 0 ? reference : `${reference} (${files.join(", ")})`,
  );
  throw new SchoolbookError("offline", `Not on this machine, and --offline forbids fetching: ${listed.join("; ")}.`, {
    hint: `Run \`schoolbook models pull ${missing.map(({ reference }) => reference).join(" ")}\` once without --offline.`,
    details: { missing },
  });
}

function lookUp(reference: PullReference, models: string): CacheEntry | undefined {
  const entries = versionsBelow(sourceFolder(models, reference))
    .flatMap((folder) => entriesFor(reference, folder))
    .toSorted((one, other) => other.at.localeCompare(one.at));
  return entries.find(({ kind }) => kind === "whole") ?? entries[0];
}

/** The folders of all versions of a source. */
export function versionsBelow(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
}

function entriesFor(reference: PullReference, folder: string): readonly CacheEntry[] {
  const manifest = readManifest(folder);
  if (manifest === undefined) return [];
  const exact = manifest.pulls.filter(({ name }) => name === reference.name);
  const pulls = exact.length > 0 ? exact : pullsWith(reference, manifest);
  return pulls.map((pull) => checkPinned(reference, entryOf({ ...pull, name: reference.name }, manifest, folder)));
}

type Pull = ModelManifest["pulls"][number];

/** A file may have been fetched as part of its whole repository. */
function pullsWith(reference: PullReference, { pulls }: ModelManifest): readonly Pull[] {
  if (reference.kind !== "hub" || reference.file === undefined) return [];
  const { file, name } = reference;
  const repository = name.slice(0, -(file.length + 1));
  return pulls
    .filter((pull) => pull.name === repository && pull.files.includes(file) && !/-of-\d{5}\.gguf$/u.test(file))
    .map((pull) => ({ ...pull, files: [file] }));
}

/** How much of what was asked for by a name is here. */
export function entryOf({ name, files: paths, at }: Pull, manifest: ModelManifest, folder: string): CacheEntry {
  const known = new Map(manifest.files.map((file) => [file.path, file]));
  const files: CachedFile[] = [];
  for (const path of paths) {
    const { size, sha256 } = known.get(path) ?? {};
    const there = statSync(join(folder, FILES, path), { throwIfNoEntry: false });
    if (size !== undefined && sha256 !== undefined && there?.size === size) files.push({ path, size, sha256 });
  }
  if (files.length < paths.length) {
    const whole = new Set(files.map(({ path }) => path));
    return { kind: "partial", name, missing: paths.filter((path) => !whole.has(path)), at };
  }
  const commit = manifest.source.kind === "hub" ? manifest.source.commit : undefined;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const main = join(folder, FILES, mainFile(paths));
  return { kind: "whole", at, model: { name, commit, folder: join(folder, FILES), files, main, bytes } };
}

function mainFile(paths: readonly string[]): string {
  const sorted = paths.toSorted();
  const kinds = [".gguf", ".onnx", ".safetensors"];
  const main = kinds.flatMap((kind) => sorted.find((path) => path.endsWith(kind)) ?? []);
  return main[0] ?? sorted[0] ?? "";
}

function checkPinned({ sha256 }: PullReference, entry: CacheEntry): CacheEntry {
  if (sha256 === undefined || entry.kind === "partial" || entry.model.files.every((file) => file.sha256 === sha256))
    return entry;
  const { name, files } = entry.model;
  return { kind: "partial", name, missing: files.map(({ path }) => path), at: entry.at };
}
