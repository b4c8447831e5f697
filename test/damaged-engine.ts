// Copies of an installed engine in which single files can be damaged: of links, so that a copy costs nothing.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { EngineRecipe } from "../src/engines/installing/engine-recipe.ts";
import { engineFolder } from "../src/engines/installing/installed-engine.ts";

export type DamageOptions = {
  readonly recipe: EngineRecipe;
  /** Where the whole engine is installed. */
  readonly from: string;
  /** A folder that copies may be made in. */
  readonly scratch: string;
};

/** Gets the copy's node_modules, and a way to make one package of it a real copy before its files are changed. */
export type Damage = (modules: string, makeReal: (name: string) => void) => void;

/** The folder of engines that holds the damaged copy. */
export function damagedEngine({ recipe, from, scratch }: DamageOptions, damage: Damage): string {
  const home = mkdtempSync(join(scratch, "engines-"));
  const source = engineFolder(recipe, from);
  const modules = join(engineFolder(recipe, home), "node_modules");
  mkdirSync(modules, { recursive: true });
  cpSync(join(source, "engine.json"), join(modules, "..", "engine.json"));
  const packages = readdirSync(join(source, "node_modules"));
  for (const name of packages) symlinkSync(join(source, "node_modules", name), join(modules, name));
  damage(modules, (name) => {
    rmSync(join(modules, name));
    cpSync(join(source, "node_modules", name), join(modules, name), { recursive: true });
  });
  return home;
}

/** A library of another Node: it loads, and does not offer what this one looks for. */
export function breakInterface(library: string): void {
  const bytes = readFileSync(library);
  const text = bytes.toString("latin1").replaceAll("napi_register_module_v1", "napi_register_module_v9");
  writeFileSync(library, Buffer.from(text, "latin1"));
}

export function claimMachine(modules: string, machine: string): void {
  const manifest = join(modules, "..", "engine.json");
  writeFileSync(manifest, readFileSync(manifest, "utf8").replace(/"machine": "[^"]*"/u, `"machine": "${machine}"`));
}
