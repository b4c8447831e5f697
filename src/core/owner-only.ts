// Closes a folder to everybody but its owner: what a model has learnt can be read out of its weights by whoever has the file.
import { chmodSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { writeFailure } from "./write-failure.ts";

const FOLDER = 0o700;

/** Made if it is not there; the folders above it that are not there either are closed, too. */
export function ownFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: FOLDER });
    chmodSync(folder, FOLDER);
  } catch (cause) {
    throw writeFailure(cause, { path: folder, message: `The folder ${folder} cannot be made.` });
  }
}

/** With all that lies in it; what is a program stays one. Links are left alone. */
export function ownTree(folder: string): void {
  ownFolder(folder);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) ownTree(path);
    else if (found?.isFile() === true) chmodSync(path, found.mode & FOLDER);
  }
}
