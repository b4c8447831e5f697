// Looks at a project for the mistakes that a ladder is there to prevent; says nothing where it sees none.
import { toSchoolbookError } from "../../../core/errors.ts";
import type { Runtime } from "../../../core/runtime.ts";
import type { LoadedProject } from "../../config/load-project.ts";
import type { Check } from "../check.ts";
import { findMistakes } from "./find-mistakes.ts";
import { seeProject } from "./see-project.ts";

export async function checkMistakes(project: LoadedProject, runtime: Runtime): Promise<readonly Check[]> {
  try {
    return findMistakes(await seeProject(project, runtime));
  } catch (thrown) {
    const { message, hint } = toSchoolbookError(thrown);
    return [{ name: "ladder", status: "warn", message: `could not be looked at: ${message}`, remedy: hint }];
  }
}
