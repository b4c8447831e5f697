// How a next step names the program, so that it can be copied and run.
import type { CommandContext } from "./command-context.ts";

/** In a clone there is no `schoolbook` on the path; npm says which script runs. */
export function shownProgram({ io }: Pick<CommandContext, "io">): string {
  const script = io.env["npm_lifecycle_event"];
  return script === "start" || script === "schoolbook" ? "npm run schoolbook --" : "schoolbook";
}

/** ` --project …` where the command that ran needed it. */
export function shownProject({ options }: Pick<CommandContext, "options">): string {
  const { project } = options;
  if (project === undefined) return "";
  return ` --project ${/^[\w./~-]+$/u.test(project) ? project : JSON.stringify(project)}`;
}
