// The adapters of a project, each in a folder of its own: `adapter` in PEFT's layout, `adapter.gguf`, `manifest.json`.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
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
  writeFileSync(`${path}.part`, `${JSON.stringify(manifest, undefined, 2)}\n`, { flush: true });
  renameSync(`${path}.part`, path);
  return { ...manifest, folder, gguf: ggufOf(folder) };
}

export function listAdapters(shelf: string): readonly ShelvedAdapter[] {
  if (!existsSync(shelf)) return [];
  return readdirSync(shelf)
    .toSorted()
    .filter((name) => isAdapterName(name) && existsSync(join(shelf, name, MANIFEST)))
    .map((name) => readAdapter(shelf, name));
}

export function readAdapter(shelf: string, name: string): ShelvedAdapter {
  const folder = adapterFolder(shelf, name);
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) {
    throw new SchoolbookError("not_found", `There is no adapter ${name}.`, {
      hint: "`schoolbook school adapters list` shows those that there are.",
    });
  }
  const found = ADAPTER_MANIFEST.safeParse(parseJson(readFileSync(path, "utf8")));
  if (found.success) return { ...found.data, folder, gguf: ggufOf(folder) };
  throw new SchoolbookError("input_invalid", `${path} is no manifest of an adapter: ${z.prettifyError(found.error)}`, {
    hint: "Train the adapter anew.",
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // why: what is no JSON is no manifest either; the caller says so.
    return undefined;
  }
}
