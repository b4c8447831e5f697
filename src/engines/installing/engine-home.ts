// The folder of all optional engines: who may change it, what lies in it, how folders come and go as a whole.
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { acquireLock, type Lock, type LockHolder } from "../../core/lock.ts";
import type { Runtime } from "../../core/runtime.ts";
import { isDiskFull, writeFailure } from "../../core/write-failure.ts";
import type { EngineRecipe } from "./engine-recipe.ts";
import { engineFolder } from "./installed-engine.ts";

export type HomeLockOptions = {
  readonly command: string;
  readonly runtime: Runtime;
  readonly onWait?: ((holder: LockHolder | undefined) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

const WAIT_MS = 10 * 60_000;
/** Folders on their way in or out; whoever holds the lock may delete them. */
const PASSING = /^\.(?:installing|removing)-/u;

/** One process at a time installs or removes; the others wait. */
export async function lockHome(home: string, { command, runtime, onWait, signal }: HomeLockOptions): Promise<Lock> {
  try {
    mkdirSync(home, { recursive: true });
    return await acquireLock(join(home, "engines.lock"), {
      command,
      waitMs: WAIT_MS,
      runtime,
      protects: { name: "the engines' folder", busy: "install_busy" },
      ...(onWait === undefined ? {} : { onWait }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw cannotChange(home, error);
  }
}

function cannotChange(home: string, cause: unknown): SchoolbookError {
  if (isDiskFull(cause) || (cause instanceof SchoolbookError && cause.code === "storage_full"))
    return writeFailure(cause, { path: home });
  const isBusy = cause instanceof SchoolbookError && cause.code === "install_busy";
  const reason = isBusy ? `another process has been at it for ${WAIT_MS / 60_000} minutes` : "it cannot be written to";
  return new SchoolbookError(
    isBusy ? "install_busy" : "storage_readonly",
    `Engines cannot be changed in ${home}: ${reason}.`,
    {
      hint: isBusy
        ? "Wait for it to end, or end it."
        : "Check the folder's permissions, or name another with SCHOOLBOOK_HOME or `enginesFolder`.",
      cause,
    },
  );
}

/** A name that no other install uses, also none that was killed. */
export function newFolder({ name }: EngineRecipe, home: string): string {
  return join(home, `.installing-${name}-${randomBytes(6).toString("hex")}`);
}

export function putInPlace(from: string, to: string): void {
  if (statSync(to, { throwIfNoEntry: false }) !== undefined) moveAway(to);
  renameSync(from, to);
}

/** Versions that an older or newer Schoolbook left; each of them is as large as this one. */
export function dropOtherVersions(recipe: EngineRecipe, home: string): void {
  const kept = basename(engineFolder(recipe, home));
  for (const name of versionsOf(recipe, home)) if (name !== kept) moveAway(join(home, name));
}

export function versionsOf({ name }: EngineRecipe, home: string): readonly string[] {
  if (statSync(home, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(home).filter((entry) => entry.startsWith(`${name}-`) && /^\d/u.test(entry.slice(name.length + 1)));
}

/** Out of the way at once; deleted by the next sweep. */
export function moveAway(path: string): void {
  renameSync(path, join(path, "..", `.removing-${basename(path)}-${randomBytes(6).toString("hex")}`));
}

/** Deletes what is on its way out, and what a killed install has left. */
export function sweep(home: string): void {
  for (const name of readdirSync(home)) {
    if (PASSING.test(name)) deleteFolder(join(home, name));
  }
}

function deleteFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // why: an npm whose parent was killed may still be writing there; the next sweep finds it again.
  }
}
