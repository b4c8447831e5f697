// The demonstration: the example project opened, so that a newcomer sees a cited answer within seconds.
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

import { type OpenOptions, openProject } from "./open-project.ts";
import type { Project } from "./project/project.ts";

export type Demo = AsyncDisposable & {
  readonly project: Project;
  /** Whether the library stays after the demonstration, to be asked further. */
  readonly isKept: boolean;
};

/** Opens the example project; where it belongs to an installed package, its library lives only as long as the demo. */
export async function openDemo(options: OpenOptions): Promise<Demo> {
  const folder = fileURLToPath(new URL("../../examples/handbook", import.meta.url));
  if (isOurs(folder)) return demoOf(await openProject({ ...options, folder }), undefined);
  const temporary = mkdtempSync(join(tmpdir(), "schoolbook-demo-"));
  const library = {
    path: ["library", "path"],
    value: join(temporary, "library.sqlite"),
    origin: { kind: "flag", flag: "demo" },
  } as const;
  return demoOf(
    await openProject({ ...options, folder, overrides: [library, ...(options.overrides ?? [])] }),
    temporary,
  );
}

function demoOf(project: Project, temporary: string | undefined): Demo {
  return {
    project,
    isKept: temporary === undefined,
    [Symbol.asyncDispose]: async () => {
      await project[Symbol.asyncDispose]();
      if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
    },
  };
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
