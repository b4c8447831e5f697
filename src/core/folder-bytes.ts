// How much a folder holds, also while it grows and shrinks.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** The sizes of all files below it together; what vanishes meanwhile counts nothing. */
export function folderBytes(folder: string): number {
  let total = 0;
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) total += folderBytes(path);
    else if (entry.isFile()) total += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }
  return total;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // why: installers move folders about while they work; one that is gone is counted where it has gone to.
    return [];
  }
}
