// What is missing of an optional engine, in the words of all engines: nothing, its install, or a whole one.
import { join } from "node:path";

import type { EngineContext, MissingPart } from "../engine.ts";
import type { EngineRecipe } from "./engine-recipe.ts";
import { inspectInstall, mendCommand } from "./installed-engine.ts";

/** Where a project's optional engines are installed. */
export function enginesFolderOf({
  enginesFolder,
  cacheFolder,
}: Pick<EngineContext, "enginesFolder" | "cacheFolder">): string {
  return enginesFolder ?? join(cacheFolder, "engines");
}

export function missingEngine(recipe: EngineRecipe, context: EngineContext): readonly MissingPart[] {
  const state = inspectInstall(recipe, enginesFolderOf(context));
  if (state.kind === "installed") return [];
  const command = mendCommand(recipe);
  if (state.kind === "missing") {
    const size = Math.round(recipe.bytes / 1e6);
    return [{ what: `the ${recipe.name} engine (${size} MB)`, remedy: `Run \`${command}\`.`, fetchable: true }];
  }
  const what = `the ${recipe.name} engine, which is damaged: ${state.reason}`;
  return [{ what, remedy: `Run \`${command} --force\`.`, fetchable: true }];
}
