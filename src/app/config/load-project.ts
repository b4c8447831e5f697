// Finds and reads a project's configuration: from its file, or as given by a program that uses the library.
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import type { ProjectConfig } from "./config-schema.ts";
import { findProject } from "./find-project.ts";
import { loadConfigFile } from "./load-config-file.ts";
import { type ConfigBase, type ExplainedConfig, resolveConfig } from "./resolve-config.ts";
import { environmentOverrides, type Override } from "./setting-origin.ts";

export type LoadedProject = ExplainedConfig & {
  readonly name: string;
  readonly folder: string;
  /** Undefined when the configuration was given by the calling program. */
  readonly configFile: string | undefined;
  readonly libraryPath: string;
  /** Undefined: where the user's other engines are. */
  readonly enginesPath: string | undefined;
};

export type LoadOptions = {
  /** The project's folder; without it the nearest one upwards from `start` that holds a config file. */
  readonly folder?: string | undefined;
  readonly start?: string;
  /** Stands in for the config file. */
  readonly config?: ProjectConfig | undefined;
  readonly overrides?: readonly Override[] | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
};

export async function loadProject(options: LoadOptions): Promise<LoadedProject> {
  const start = options.start ?? process.cwd();
  const overrides = [...environmentOverrides(options.env), ...(options.overrides ?? [])];
  if (options.config !== undefined) {
    const origin = { kind: "flag", flag: "given by the program" } as const;
    return describe(resolve(start, options.folder ?? "."), undefined, { value: options.config, origin }, overrides);
  }
  const found = findProject({ start, ...(options.folder === undefined ? {} : { folder: options.folder }) });
  const value = await loadConfigFile(found.configFile);
  const origin = { kind: "file", file: found.configFile } as const;
  return describe(found.folder, found.configFile, { value, origin }, overrides);
}

/** For what can be told without a project, too: outside of one, a project without settings. A folder that was named must hold one. */
export async function loadProjectOrDefaults(
  options: LoadOptions,
): Promise<LoadedProject & { readonly isDefault: boolean }> {
  try {
    return { ...(await loadProject(options)), isDefault: false };
  } catch (error) {
    const isOutside = error instanceof SchoolbookError && error.code === "config_missing";
    if (!isOutside || options.folder !== undefined) throw error;
    return { ...(await loadProject({ ...options, config: {} })), isDefault: true };
  }
}

function describe(
  folder: string,
  configFile: string | undefined,
  base: ConfigBase,
  overrides: readonly Override[],
): LoadedProject {
  const explained = resolveConfig(base, overrides);
  const { name, library, enginesFolder } = explained.config;
  return {
    ...explained,
    name: name ?? packageName(folder) ?? basename(folder),
    folder,
    configFile,
    libraryPath: resolve(folder, library.path),
    enginesPath: enginesFolder === undefined ? undefined : resolve(folder, enginesFolder),
  };
}

function packageName(folder: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const name = typeof parsed === "object" && parsed !== null && "name" in parsed ? parsed.name : undefined;
    return typeof name === "string" ? name : undefined;
  } catch {
    // why: a missing or broken package.json only means that the folder's own name is used.
    return undefined;
  }
}
