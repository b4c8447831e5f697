// The project, for commands that have something to tell also where there is none: models and engines belong to the user.
import { SchoolbookError } from "../../core/errors.ts";
import { type LoadedProject, type LoadOptions, loadProject } from "./load-project.ts";

/** Undefined where nobody named a project and none is found; a named one has to be there. */
export async function loadIfThere(options: LoadOptions): Promise<LoadedProject | undefined> {
  try {
    return await loadProject(options);
  } catch (error) {
    const isNowhere =
      error instanceof SchoolbookError && error.code === "config_missing" && options.folder === undefined;
    if (isNowhere) return undefined;
    throw error;
  }
}
