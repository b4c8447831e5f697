// The file that a path means on this machine: names in ids are in NFC, and a Mac or an old archive may spell them otherwise.
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** The path as the file system spells it; as it was given where no such file is there. */
export function findFile(folder: string, path: string): string {
  const given = resolve(folder, path);
  if (existsSync(given) || isAscii(path)) return given;
  let at = folder;
  for (const name of path.split(/[/\\]/u).filter((part) => part !== "")) {
    const spelled = spelledIn(at, name);
    if (spelled === undefined) return given;
    at = join(at, spelled);
  }
  return at;
}

function spelledIn(folder: string, name: string): string | undefined {
  if (existsSync(join(folder, name))) return name;
  const plain = name.normalize("NFC");
  try {
    return readdirSync(folder).find((entry) => entry.normalize("NFC") === plain);
  } catch {
    // why: a folder that is gone or may not be listed spells nothing.
    return undefined;
  }
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/u.test(text);
}
