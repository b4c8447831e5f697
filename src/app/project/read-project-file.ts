// Reads a text file that a setting names.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";

export function readProjectFile(folder: string, path: string, setting: string): string {
  try {
    return readFileSync(resolve(folder, path), "utf8");
  } catch (cause) {
    const message = `${setting}: ${path} cannot be read.`;
    throw new SchoolbookError("config_invalid", message, { hint: "Paths start at the project's folder.", cause });
  }
}
