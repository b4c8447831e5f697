// Where a project's adapters lie.
import { dirname, join } from "node:path";

import type { LoadedProject } from "../config/load-project.ts";

/** Beside the library, as all that a project makes. */
export function shelfOf({ libraryPath }: Pick<LoadedProject, "libraryPath">): string {
  return join(dirname(libraryPath), "adapters");
}
