// Installs an engine into the user's folder: all of it or nothing, exactly the locked packages, without running their scripts.
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { folderBytes } from "../../core/folder-bytes.ts";
import type { LockHolder } from "../../core/lock.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { OnProgress } from "../../spec/progress.ts";
import { dropOtherVersions, lockHome, newFolder, putInPlace, sweep } from "./engine-home.ts";
import { type EngineRecipe, machineName, THIS_MACHINE } from "./engine-recipe.ts";
import { engineFolder, type EngineManifest, inspectInstall, MANIFEST_FILE, mendCommand } from "./installed-engine.ts";
import { lockFor } from "./lock-for.ts";
import { runNpm } from "./run-npm.ts";
import { tryEngine } from "./try-engine.ts";

export type InstallOptions = {
  /** The folder of all optional engines. */
  readonly home: string;
  readonly runtime: Runtime;
  readonly offline: boolean;
  /** Installs anew what is there already. */
  readonly force?: boolean | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** Called when another process is installing and this one waits for it. */
  readonly onWait?: ((holder: LockHolder | undefined) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type Installed = {
  readonly folder: string;
  readonly manifest: EngineManifest;
  /** False where it was there already. */
  readonly isNew: boolean;
};

const LOOK_EVERY_MS = 500;

/** Does nothing where the engine is installed and whole, unless forced. */
export async function installEngine(recipe: EngineRecipe, options: InstallOptions): Promise<Installed> {
  const packages = recipe.packagesFor(THIS_MACHINE);
  if (packages === undefined) throw noPackages(recipe);
  const before = usable(recipe, options);
  if (before !== undefined) return before;
  if (options.offline) throw wouldFetch(recipe, packages);
  using _lock = await lockHome(options.home, { ...options, command: `engines add ${recipe.name}` });
  const meanwhile = usable(recipe, options);
  if (meanwhile !== undefined) return meanwhile;
  sweep(options.home);
  const folder = newFolder(recipe, options.home);
  try {
    const manifest = await fill(folder, { recipe, packages, options });
    putInPlace(folder, engineFolder(recipe, options.home));
    dropOtherVersions(recipe, options.home);
    return { folder: engineFolder(recipe, options.home), manifest, isNew: true };
  } finally {
    sweep(options.home);
  }
}

function usable(recipe: EngineRecipe, { home, force }: InstallOptions): Installed | undefined {
  const state = inspectInstall(recipe, home);
  if (state.kind !== "installed" || force === true) return undefined;
  return { folder: state.folder, manifest: state.manifest, isNew: false };
}

type Filling = {
  readonly recipe: EngineRecipe;
  readonly packages: Readonly<Record<string, string>>;
  readonly options: InstallOptions;
};

async function fill(folder: string, { recipe, packages, options }: Filling): Promise<EngineManifest> {
  const { runtime, signal } = options;
  const lock = lockFor(recipe, packages);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: packages }));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(lock, undefined, 1));
  using _watch = watchGrowth(folder, recipe, options.onProgress);
  const outcome = await runNpm({ folder, args: ["ci"], env: runtime.env, signal });
  if (outcome.kind === "failed") throw notInstalled(recipe, outcome.said);
  for (const path of recipe.drops?.(THIS_MACHINE) ?? []) {
    rmSync(join(folder, "node_modules", path), { recursive: true, force: true });
  }
  const files = sizesOf(folder, recipe);
  await tryEngine(folder, recipe);
  const manifest: EngineManifest = {
    engine: recipe.name,
    version: recipe.version,
    machine: machineName(THIS_MACHINE),
    packages: Object.keys(lock.packages).length - 1,
    bytes: folderBytes(folder),
    files,
    installedAt: new Date(runtime.now()).toISOString(),
  };
  writeFileSync(join(folder, MANIFEST_FILE), JSON.stringify(manifest, undefined, 2));
  return manifest;
}

/** npm tells nothing until it has ended; the folder's size tells how far it is. */
function watchGrowth(folder: string, recipe: EngineRecipe, onProgress: OnProgress = () => undefined): Disposable {
  const total = Math.round(recipe.bytes / 1e6);
  const stage = `installing ${recipe.name} ${recipe.version}`;
  const report = (done: number): void => onProgress({ stage, done: Math.min(done, total), total, unit: "MB" });
  report(0);
  const timer = setInterval(() => report(Math.round(folderBytes(folder) / 1e6)), LOOK_EVERY_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function sizesOf(folder: string, recipe: EngineRecipe): Record<string, number> {
  return Object.fromEntries(
    recipe.needs(THIS_MACHINE).map((file) => {
      const size = statSync(join(folder, "node_modules", file), { throwIfNoEntry: false })?.size;
      if (size === undefined) throw notInstalled(recipe, `the packages do not hold ${file}`);
      return [file, size];
    }),
  );
}

function noPackages({ name, version }: EngineRecipe): SchoolbookError {
  const message = `There is no ${name} engine ${version} for ${machineName(THIS_MACHINE)}.`;
  return new SchoolbookError("engine_missing", message, {
    hint: "Use a model behind a server instead: Ollama, llama-server, or any OpenAI-compatible address.",
  });
}

function wouldFetch(recipe: EngineRecipe, packages: Readonly<Record<string, string>>): SchoolbookError {
  const missing = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  const size = `${Math.round(recipe.bytes / 1e6)} MB`;
  const message = `The ${recipe.name} engine is not installed, and --offline forbids fetching it (${size}): ${missing.join(", ")}.`;
  return new SchoolbookError("offline", message, {
    hint: `Run \`${mendCommand(recipe)}\` once without --offline.`,
    details: { missing },
  });
}

function notInstalled(recipe: EngineRecipe, said: string): SchoolbookError {
  return new SchoolbookError("engine_missing", `The ${recipe.name} engine could not be installed: ${said}.`, {
    hint: `Check the network and npm's registry and proxy settings, then run \`${mendCommand(recipe)}\` again. Nothing was left behind.`,
    details: { engine: recipe.name, version: recipe.version },
  });
}
