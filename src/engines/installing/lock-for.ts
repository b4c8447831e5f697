// Cuts an engine's lock file down to what one machine needs, so that `npm ci` installs exactly that.
import type { EngineRecipe, LockedPackage, PackageLock } from "./engine-recipe.ts";

const PLACE = "node_modules/";

/** Packages for other machines go; that for this one is no longer optional, and the rest keeps its checksums. */
export function lockFor(recipe: EngineRecipe, packages: Readonly<Record<string, string>>): PackageLock {
  const { lockfileVersion, packages: all } = recipe.lock();
  const kept = Object.entries(all).flatMap(([place, entry]): [string, LockedPackage][] => {
    if (place === "") return [];
    const { optional, optionalDependencies: _dropped, ...rest } = entry;
    const isWanted = Object.hasOwn(packages, place.slice(PLACE.length));
    return optional === true && !isWanted ? [] : [[place, rest]];
  });
  return { lockfileVersion, packages: { "": { dependencies: packages }, ...Object.fromEntries(kept) } };
}
