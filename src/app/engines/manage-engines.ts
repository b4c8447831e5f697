// The optional engines of this user: which there are, and how they come and go.
import { join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import type { LockHolder } from "../../core/lock.ts";
import { type Runtime, systemRuntime } from "../../core/runtime.ts";
import { userFolder } from "../../core/user-folder.ts";
import type { EngineRecipe } from "../../engines/installing/engine-recipe.ts";
import { installEngine } from "../../engines/installing/install-engine.ts";
import { inspectInstall, type InstallState } from "../../engines/installing/installed-engine.ts";
import { removeEngine } from "../../engines/installing/remove-engine.ts";
import { RECIPES } from "../../engines/recipes.ts";
import type { OnProgress } from "../../spec/progress.ts";
import { closestName } from "../closest-name.ts";
import { loadProject } from "../config/load-project.ts";
import type { OpenOptions } from "../open-project.ts";

/** One optional engine, and what there is of it. */
export type EngineListing = {
  readonly name: string;
  readonly version: string;
  readonly purpose: string;
  readonly state: InstallState["kind"];
  /** Why it will not do, where it is broken. */
  readonly reason?: string;
  readonly folder: string;
  /** What it takes on the disk, or would take. */
  readonly bytes: number;
};

export type AddedEngine = EngineListing & {
  /** False where it was installed already. */
  readonly isNew: boolean;
  readonly packages: number;
};

export type EngineWork = {
  readonly force?: boolean;
  readonly onProgress?: OnProgress;
  readonly onWait?: (holder: LockHolder | undefined) => void;
  readonly signal?: AbortSignal;
};

export async function listEngines(options: OpenOptions): Promise<readonly EngineListing[]> {
  const { home } = await placeOf(options);
  return RECIPES.map((recipe) => describe(recipe, inspectInstall(recipe, home)));
}

/** Installs the engine unless it is there and whole. */
export async function addEngine(name: string, options: OpenOptions, work: EngineWork = {}): Promise<AddedEngine> {
  const recipe = recipeOf(name);
  const { home, runtime } = await placeOf(options);
  const { folder, manifest, isNew } = await installEngine(recipe, {
    ...work,
    home,
    runtime,
    offline: options.offline ?? false,
  });
  return { ...describe(recipe, { kind: "installed", folder, manifest }), isNew, packages: manifest.packages };
}

/** False where there was nothing to remove. */
export async function dropEngine(name: string, options: OpenOptions, work: EngineWork = {}): Promise<boolean> {
  return removeEngine(recipeOf(name), { ...work, ...(await placeOf(options)) });
}

async function placeOf(options: OpenOptions): Promise<{ readonly home: string; readonly runtime: Runtime }> {
  const runtime = options.runtime ?? systemRuntime();
  return { home: (await configuredFolder(options, runtime)) ?? join(userFolder(runtime.env), "engines"), runtime };
}

/** Engines belong to the user, not to a project: where there is no project, nothing is missing. */
async function configuredFolder(options: OpenOptions, { env }: Runtime): Promise<string | undefined> {
  try {
    return (await loadProject({ ...options, env })).enginesPath;
  } catch (error) {
    if (error instanceof SchoolbookError && error.code === "config_missing") return undefined;
    throw error;
  }
}

function recipeOf(name: string): EngineRecipe {
  const recipe = RECIPES.find((one) => one.name === name);
  if (recipe !== undefined) return recipe;
  const names = RECIPES.map((one) => one.name);
  const nearest = closestName(name, names);
  throw new SchoolbookError("not_found", `There is no optional engine ${JSON.stringify(name)}.`, {
    hint: nearest === undefined ? `There are: ${names.join(", ")}.` : `Did you mean ${nearest}?`,
  });
}

function describe({ name, version, purpose, bytes }: EngineRecipe, state: InstallState): EngineListing {
  const base = { name, version, purpose, state: state.kind, folder: state.folder };
  if (state.kind === "installed") return { ...base, bytes: state.manifest.bytes };
  return { ...base, bytes, ...(state.kind === "broken" ? { reason: state.reason } : {}) };
}
