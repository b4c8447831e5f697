// Keeps an adapter from whoever may not be told what it was trained on, by whatever path an exam names it.
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { sep } from "node:path";

import { SchoolbookError } from "../../../core/errors.ts";
import { sha256 } from "../../../core/hash.ts";
import { readShelf } from "../../../school/adapters/adapter-shelf.ts";
import type { Arm } from "../../../spec/exam.ts";
import { readGgufHeader } from "../../../weights/gguf/read-gguf-header.ts";
import { type Clearing, isClearedToday } from "../../school/serve-adapter.ts";

/**
 * By its weights, by where its file lies, and by the name that was written into it when it was trained: a copy that was
 * changed is found by that. A file whose name was taken out as well cannot be told from one that was trained elsewhere.
 */
export async function refuseUncleared(
  { adapter }: Pick<Arm, "adapter">,
  clearing: Clearing,
  shelf: string,
): Promise<void> {
  if (adapter?.path === undefined) return;
  const path = realPath(adapter.path);
  const { adapters: known, damaged } = readShelf(shelf);
  const inFile = await nameIn(path);
  const own = known.filter(
    ({ name, folder, weightsHash }) =>
      weightsHash === adapter.hash || name === inFile || isWithin(path, realPath(folder)),
  );
  // why: what lies on the shelf without a manifest is not trained to its end, and nobody knows what from.
  const isUnfinished = own.length === 0 && isWithin(path, realPath(shelf));
  // why: nor what one was trained on whose manifest is damaged.
  const isUnknown = isUnfinished || damaged.some(({ gguf }) => hashOf(gguf) === adapter.hash);
  const cleared = await Promise.all(own.map(async (shelved) => isClearedToday(shelved, clearing)));
  if (!isUnknown && cleared.every(Boolean)) return;
  throw new SchoolbookError("access_denied", `Who asks is not cleared for all that ${adapter.name} was trained on.`);
}

function hashOf(path: string): string | undefined {
  return existsSync(path) ? sha256(readFileSync(path)) : undefined;
}

function isWithin(path: string, folder: string): boolean {
  return path.startsWith(folder + sep);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // why: of what is not there, whoever loads it says so.
    return path;
  }
}

async function nameIn(path: string): Promise<unknown> {
  try {
    return (await readGgufHeader(path)).values.get("general.name");
  } catch {
    // why: what cannot be read as GGUF is loaded by nothing here, and has no name to go by.
    return undefined;
  }
}
