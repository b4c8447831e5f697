// The doctor: runs every check that can be run, also on a project whose configuration is broken.
import { toSchoolbookError } from "../../core/errors.ts";
import { systemRuntime } from "../../core/runtime.ts";
import { loadProject, type LoadedProject } from "../config/load-project.ts";
import type { OpenOptions } from "../open-project.ts";
import { checkEngines } from "./check-engines.ts";
import { checkLibrary } from "./check-library.ts";
import { checkNode, checkSpace, checkWriter } from "./check-machine.ts";
import { checkReadiness } from "./check-readiness.ts";
import { checkServing } from "./check-serving.ts";
import { checkSources } from "./check-sources.ts";
import type { Check } from "./check.ts";
import { checkMistakes } from "./mistakes/check-mistakes.ts";

/** What is fine, what may be better, and what must be mended, with remedies. */
export async function examine(options: OpenOptions): Promise<readonly Check[]> {
  const runtime = options.runtime ?? systemRuntime();
  const node = checkNode(process.versions.node);
  const project = await tryLoad(options, runtime.env);
  if ("status" in project) return [node, project];
  const wiring = { runtime, offline: options.offline ?? false };
  return [
    node,
    { name: "config", status: "ok", message: project.configFile ?? "given by the program" },
    ...(await checkSources(project, wiring)),
    ...(await checkLibrary(project, wiring)),
    checkSpace(project.libraryPath),
    checkWriter(project.libraryPath),
    ...(await checkEngines(project, runtime)),
    ...(await checkReadiness(project, wiring)),
    ...checkServing(project),
    ...(await checkMistakes(project, runtime)),
  ];
}

async function tryLoad(
  options: OpenOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<LoadedProject | Check> {
  try {
    return await loadProject({ ...options, env });
  } catch (thrown) {
    const { message, hint } = toSchoolbookError(thrown);
    return { name: "config", status: "fail", message, remedy: hint };
  }
}
