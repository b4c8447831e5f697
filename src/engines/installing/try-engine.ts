// Finds out whether an installed engine's native library loads on this machine: better a clear word now than a crash at the first question.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { type EngineRecipe, THIS_MACHINE } from "./engine-recipe.ts";
import { brokenEngine } from "./installed-engine.ts";

const execute = promisify(execFile);
const TRIAL_MS = 60_000;

/** Loads it once, in a process of its own; throws `engine_broken` with the command that mends it. */
export async function tryEngine(folder: string, recipe: EngineRecipe): Promise<void> {
  const file = recipe.needs(THIS_MACHINE).at(-1);
  if (file === undefined) return;
  try {
    const load = `require(${JSON.stringify(join(folder, "node_modules", file))})`;
    await execute(process.execPath, ["-e", load], { timeout: TRIAL_MS, windowsHide: true });
  } catch (cause) {
    const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr) : String(cause);
    const telling = said.split("\n").find((line) => line.startsWith("Error:")) ?? "it crashed";
    throw brokenEngine(recipe, { folder, reason: `its library does not load on this machine (${telling})`, cause });
  }
}
