// Whether the optional engines that are installed are whole and load on this machine; those that are not there are not missed here.
import { join } from "node:path";

import { toSchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { userFolder } from "../../core/user-folder.ts";
import type { EngineRecipe } from "../../engines/installing/engine-recipe.ts";
import { brokenEngine, inspectInstall } from "../../engines/installing/installed-engine.ts";
import { tryEngine } from "../../engines/installing/try-engine.ts";
import { RECIPES } from "../../engines/recipes.ts";
import type { LoadedProject } from "../config/load-project.ts";
import type { Check } from "./check.ts";

export async function checkEngines({ enginesPath }: LoadedProject, { env }: Runtime): Promise<readonly Check[]> {
  const home = enginesPath ?? join(userFolder(env), "engines");
  return (await Promise.all(RECIPES.map(async (recipe) => checkEngine(recipe, home)))).flat();
}

async function checkEngine(recipe: EngineRecipe, home: string): Promise<readonly Check[]> {
  const name = `engine ${recipe.name}`;
  const state = inspectInstall(recipe, home);
  if (state.kind === "missing") return [];
  try {
    if (state.kind === "broken") throw brokenEngine(recipe, state);
    await tryEngine(state.folder, recipe);
    return [{ name, status: "ok", message: `${recipe.version}, whole, and its library loads` }];
  } catch (thrown) {
    const { message, hint } = toSchoolbookError(thrown);
    return [{ name, status: "fail", message, remedy: hint }];
  }
}
