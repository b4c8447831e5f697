// Where the weights of a base lie that adapters are trained on: nano in the box, or a folder in the layout of Hugging Face.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import { SchoolbookError, toSchoolbookError } from "../../core/errors.ts";
import { findProject } from "../config/find-project.ts";
import { NANO_FOLDER } from "../models/box/write-nano.ts";
import type { OpenOptions } from "../open-project.ts";

/** A relative path begins at one of the places: the first that holds a base counts. */
export function baseFolder(base: string, places: readonly string[]): string {
  if (base === "nano") return NANO_FOLDER;
  const folder = places.map((place) => resolve(place, base)).find(holdsBase);
  if (folder !== undefined) return folder;
  throw new SchoolbookError("not_found", `${base} is no base that adapters can be trained on here.`, {
    hint: "Name `nano`, or a folder with config.json, model.safetensors, tokenizer.json and chat_template.jinja.",
  });
}

/** Where a folder that somebody typed is looked for: the current folder, then the project's. */
export function basePlaces({
  folder,
  start = process.cwd(),
}: Pick<OpenOptions, "folder" | "start">): readonly string[] {
  try {
    return [start, findProject({ start, ...(folder === undefined ? {} : { folder }) }).folder];
  } catch (thrown) {
    if (toSchoolbookError(thrown).code === "config_missing") return [start];
    throw thrown;
  }
}

function holdsBase(folder: string): boolean {
  return existsSync(join(folder, "config.json")) && existsSync(join(folder, "model.safetensors"));
}
