// Where the project is: the nearest folder upwards that holds a schoolbook.config file.
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";

/** In the order in which they are looked for; a folder may hold only one of them. */
export const CONFIG_FILES = ["schoolbook.config.ts", "schoolbook.config.mjs", "schoolbook.config.json"] as const;

export type FoundProject = {
  readonly folder: string;
  readonly configFile: string;
};

/** With a named folder only that one is looked at; otherwise the start folder and its parents. */
export function findProject(options: { readonly folder?: string; readonly start: string }): FoundProject {
  if (options.folder !== undefined) {
    const folder = resolve(options.start, options.folder);
    return projectIn(folder) ?? missing(`${folder} holds no schoolbook.config.ts, .mjs or .json.`);
  }
  const start = resolve(options.start);
  for (let folder = start; ; folder = dirname(folder)) {
    const found = projectIn(folder);
    if (found !== undefined) return found;
    if (dirname(folder) === folder) break;
  }
  return missing(`Neither ${start} nor a folder above it holds a schoolbook.config.ts, .mjs or .json.`);
}

/** The project of exactly this folder, when it is one. */
export function projectIn(folder: string): FoundProject | undefined {
  const [file, second] = CONFIG_FILES.filter((name) => existsSync(join(folder, name)));
  if (file === undefined) return undefined;
  if (second === undefined) return { folder, configFile: join(folder, file) };
  throw new SchoolbookError("config_invalid", `${folder} holds both ${file} and ${second}; only one can be in force.`, {
    hint: "Delete or rename one of them.",
  });
}

function missing(message: string): never {
  throw new SchoolbookError("config_missing", message);
}
