// What a climb can go to school with in a project.
import type { Runtime } from "../../../core/runtime.ts";
import type { Principals } from "../../../spec/access.ts";
import type { Project } from "../../project/project.ts";
import type { Lacking, Schooling } from "./climb-options.ts";

export type SchoolingOptions = {
  readonly examples: string | undefined;
  readonly model: string;
  readonly seed: number;
  readonly as: Principals;
  readonly runtime: Runtime;
};

export async function projectSchooling(
  _project: Project,
  { examples }: SchoolingOptions,
): Promise<Schooling | Omit<Lacking, "arm">> {
  if (examples === undefined) {
    return { what: "there are no examples to learn from", remedy: "Name a file of them with --examples." };
  }
  return { what: "no trainer", remedy: "wait" };
}
