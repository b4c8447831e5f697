// The demonstration: the example project built and asked, so that a newcomer sees a cited answer within seconds.
import { accessSync, constants, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

import { type OpenOptions, openProject } from "./open-project.ts";
import type { Project } from "./project/project.ts";

/** Opens the example project; where it belongs to an installed package, the library goes to a temporary folder. */
export async function openDemo(options: OpenOptions): Promise<Project> {
  const folder = fileURLToPath(new URL("../../examples/handbook", import.meta.url));
  const overrides = isOurs(folder) ? [] : [temporaryLibrary()];
  return openProject({ ...options, folder, overrides: [...overrides, ...(options.overrides ?? [])] });
}

function isOurs(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return !folder.split(sep).includes("node_modules");
  } catch {
    // why: an installed package often lies in a folder that only an administrator may change.
    return false;
  }
}

function temporaryLibrary() {
  const value = join(mkdtempSync(join(tmpdir(), "schoolbook-demo-")), "library.sqlite");
  return { path: ["library", "path"], value, origin: { kind: "flag", flag: "demo" } } as const;
}
