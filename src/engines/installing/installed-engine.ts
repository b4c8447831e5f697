// Looks at what is installed of an engine: all of it, nothing, or something that will not do.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import { type EngineRecipe, machineName, THIS_MACHINE } from "./engine-recipe.ts";

/** Written last, so that a folder without it is a half install. */
export const MANIFEST_FILE = "engine.json";

const MANIFEST = z.strictObject({
  engine: z.string(),
  version: z.string(),
  machine: z.string(),
  packages: z.int(),
  bytes: z.int(),
  /** Sizes of the files without which it cannot start. */
  files: z.record(z.string(), z.int()),
  installedAt: z.string(),
});

export type EngineManifest = z.output<typeof MANIFEST>;

export type InstallState =
  | { readonly kind: "installed"; readonly folder: string; readonly manifest: EngineManifest }
  | { readonly kind: "missing"; readonly folder: string }
  | { readonly kind: "broken"; readonly folder: string; readonly reason: string };

/** Where this version of the engine lies, or will lie. */
export function engineFolder({ name, version }: EngineRecipe, home: string): string {
  return join(home, `${name}-${version}`);
}

/** Reads the manifest and the sizes of the files that matter: well under a millisecond. */
export function inspectInstall(recipe: EngineRecipe, home: string): InstallState {
  const folder = engineFolder(recipe, home);
  const text = readIfThere(join(folder, MANIFEST_FILE));
  if (text === undefined) {
    if (!exists(folder)) return { kind: "missing", folder };
    return { kind: "broken", folder, reason: `${MANIFEST_FILE} is missing` };
  }
  const manifest = parseManifest(text);
  if (manifest === undefined) return { kind: "broken", folder, reason: `${MANIFEST_FILE} cannot be read` };
  const reason = whatIsWrong(folder, manifest);
  return reason === undefined ? { kind: "installed", folder, manifest } : { kind: "broken", folder, reason };
}

/** The engine's folder; throws `engine_missing` or `engine_broken` with the command that mends it. */
export function requireInstalled(recipe: EngineRecipe, home: string): string {
  const state = inspectInstall(recipe, home);
  if (state.kind === "installed") return state.folder;
  if (state.kind === "broken") throw brokenEngine(recipe, { folder: state.folder, reason: state.reason });
  throw new SchoolbookError("engine_missing", `The ${recipe.name} engine is not installed.`, {
    hint: `Run \`${mendCommand(recipe)}\`; it fetches about ${Math.round(recipe.bytes / 1e6)} MB, once.`,
    details: { engine: recipe.name, version: recipe.version, folder: state.folder },
  });
}

export type Damage = { readonly folder: string; readonly reason: string; readonly cause?: unknown };

export function brokenEngine(recipe: EngineRecipe, { folder, reason, cause }: Damage): SchoolbookError {
  return new SchoolbookError("engine_broken", `The ${recipe.name} engine does not work: ${reason}.`, {
    hint: `Run \`${mendCommand(recipe)} --force\`; it installs the engine anew.`,
    details: { engine: recipe.name, version: recipe.version, folder },
    cause,
  });
}

export function mendCommand({ name }: EngineRecipe): string {
  return `schoolbook engines add ${name}`;
}

function parseManifest(text: string): EngineManifest | undefined {
  try {
    return MANIFEST.parse(JSON.parse(text));
  } catch {
    // why: a manifest that cannot be read says the same as one that is missing.
    return undefined;
  }
}

function whatIsWrong(folder: string, { machine, files }: EngineManifest): string | undefined {
  const here = machineName(THIS_MACHINE);
  if (machine !== here) return `it was installed for ${machine}, and this is ${here}`;
  for (const [file, bytes] of Object.entries(files)) {
    const size = sizeOf(join(folder, "node_modules", file));
    if (size === undefined) return `${file} is missing`;
    if (size !== bytes) return `${file} has ${size} bytes, not ${bytes}`;
  }
  return undefined;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // why: whatever keeps the manifest from being read keeps the engine from being used.
    return undefined;
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}
