// Takes an engine off the disk again.
import { join } from "node:path";

import { lockHome, moveAway, sweep, versionsOf } from "./engine-home.ts";
import type { EngineRecipe } from "./engine-recipe.ts";
import type { InstallOptions } from "./install-engine.ts";

/** Deletes every version of the engine; false where there was none. */
export async function removeEngine(
  recipe: EngineRecipe,
  { home, runtime, onWait, signal }: Pick<InstallOptions, "home" | "runtime" | "onWait" | "signal">,
): Promise<boolean> {
  if (versionsOf(recipe, home).length === 0) return false;
  using _lock = await lockHome(home, { command: `engines remove ${recipe.name}`, runtime, onWait, signal });
  for (const name of versionsOf(recipe, home)) moveAway(join(home, name));
  sweep(home);
  return true;
}
