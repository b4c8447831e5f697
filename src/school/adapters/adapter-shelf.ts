// The adapters of a project, each in a folder of its own: `adapter` in PEFT's layout, `adapter.gguf`, `manifest.json`.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { SchoolbookError, toSchoolbookError } from "../../core/errors.ts";
import { ADAPTER_MANIFEST, type AdapterManifest } from "./adapter-manifest.ts";

export type ShelvedAdapter = AdapterManifest & {
  readonly folder: string;
  /** What llama.cpp loads beside the base. */
  readonly gguf: string;
};

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/u;
const MANIFEST = "manifest.json";

export function isAdapterName(name: string): boolean {
  return NAME.test(name);
}

/** Where an adapter of this name lies or will lie; the name is checked, since it becomes part of a path. */
export function adapterFolder(shelf: string, name: string): string {
  if (isAdapterName(name)) return join(shelf, name);
  throw new SchoolbookError("input_invalid", `${JSON.stringify(name)} cannot be an adapter's name.`, {
    hint: "Use up to 64 small letters, digits, dots, dashes and underscores.",
  });
}

export function ggufOf(folder: string): string {
  return join(folder, "adapter.gguf");
}

/** The manifest comes last: an adapter without one is not finished. */
export function shelveAdapter(folder: string, manifest: AdapterManifest): ShelvedAdapter {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, MANIFEST);
  writeFileSync(`${path}.part`, `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.part`, path);
  return { ...manifest, folder, gguf: ggufOf(folder) };
}

export type DamagedAdapter = {
  readonly name: string;
  readonly gguf: string;
  /** What its manifest is not, and the path of it. */
  readonly reason: string;
};

export type Shelf = { readonly adapters: readonly ShelvedAdapter[]; readonly damaged: readonly DamagedAdapter[] };

/** One that is damaged keeps no other from being used. */
export function readShelf(shelf: string): Shelf {
  const adapters: ShelvedAdapter[] = [];
  const damaged: DamagedAdapter[] = [];
  for (const name of shelvedNames(shelf)) {
    try {
      adapters.push(readAdapter(shelf, name));
    } catch (error) {
      damaged.push({ name, gguf: ggufOf(join(shelf, name)), reason: toSchoolbookError(error).message });
    }
  }
  return { adapters, damaged };
}

/** Without those whose manifest is damaged. */
export function listAdapters(shelf: string): readonly ShelvedAdapter[] {
  return readShelf(shelf).adapters;
}

function shelvedNames(shelf: string): readonly string[] {
  if (statSync(shelf, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const names = readdirSync(shelf).filter((name) => isAdapterName(name) && existsSync(join(shelf, name, MANIFEST)));
  return names.toSorted();
}

export function readAdapter(shelf: string, name: string): ShelvedAdapter {
  const folder = adapterFolder(shelf, name);
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) {
    throw new SchoolbookError("not_found", `There is no adapter ${name}.`, {
      hint: "`schoolbook school adapters list` shows those that there are.",
    });
  }
  const found = ADAPTER_MANIFEST.safeParse(readJson(path));
  if (found.success) return { ...found.data, folder, gguf: ggufOf(folder) };
  throw new SchoolbookError("input_invalid", `${path} is no manifest of an adapter: ${z.prettifyError(found.error)}`, {
    hint: "Train the adapter anew.",
  });
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // why: what is no JSON, or no file, is no manifest either; the caller says so.
    return undefined;
  }
}
